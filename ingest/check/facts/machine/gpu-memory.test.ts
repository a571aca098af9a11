import { expect, it } from 'vitest';
import { checkedFactsOf } from '../../../testing/check-samples.ts';
import { gpu, machine, matmul, submission } from '../../../testing/samples.ts';

const GIB = 2 ** 30;

/** Refusals of the memory of a GPU in a machine with so much memory. */
function refusalsOf(name: string, vramBytes: number, memoryBytes = 32 * GIB): string[] {
  const vendor = name.split(' ')[0]!;
  const gpus = [{ name, vendor, vramBytes, driver: null, cores: null }];
  const result = matmul(1, { engine: 'webgpu', device: { ...gpu, name } });
  const { reject } = checkedFactsOf(submission([result], { machine: { ...machine, gpus, memoryBytes } }));
  return reject.filter((text) => text.includes('vramBytes'));
}

it.each([
  ['NVIDIA GeForce RTX 4070 SUPER', Number.MAX_SAFE_INTEGER],
  ['NVIDIA GeForce RTX 4070 SUPER', 48 * GIB],
  ['NVIDIA GeForce RTX 4070 SUPER', 0],
  ['NVIDIA RTX 09999 Embedded', 1025 * GIB],
  ['Intel UHD Graphics 630', 129 * GIB],
  ['Intel UHD Graphics 630', Number.MAX_SAFE_INTEGER],
])('%s with %d bytes is refused', (name, bytes) => {
  expect(refusalsOf(name, bytes)).toHaveLength(1);
});

it.each([
  ['NVIDIA GeForce RTX 4070 SUPER', 12_878_610_432],
  // The window of a PCI device, and what Windows counts in 32 bits
  ['NVIDIA GeForce RTX 4070 SUPER', 256 * 2 ** 20],
  ['NVIDIA GeForce RTX 4070 SUPER', 4095 * 2 ** 20],
  ['NVIDIA GeForce RTX 2080 Ti', 22 * GIB],
  ['NVIDIA GeForce RTX 4090', 48 * GIB],
  ['NVIDIA H200', 150_754_820_096],
  ['AMD Radeon 8060S', 96 * GIB],
  ['NVIDIA RTX 09999 Embedded', 432 * GIB],
])('%s with %d bytes is possible', (name, bytes) => {
  expect(refusalsOf(name, bytes)).toEqual([]);
});
