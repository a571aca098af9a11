import { expect, it } from 'vitest';
import type { Device } from '../../data/contract/cell.ts';
import { sampleChoice } from '../testing/sample-choice.ts';
import { workloads } from '../workloads/index.ts';
import { cellsOf } from './cells.ts';

const vgg = workloads.find(({ id }) => id === 'vgg16-cifar100')!;
const engine = { id: 'pytorch', unsupported: () => null } as const;

/** The dtype that people train in on a GPU, by its name. */
function usualDType(name: string): string[] {
  const device: Device = { kind: 'gpu', api: 'cuda', name, software: false };
  const cells = cellsOf(
    vgg,
    { engine, device, tensorFloat: false },
    sampleChoice({ recipes: ['optimized'] }),
    [],
  );
  return cells
    .filter(({ cell, dtypeUsual }) => cell.mode === 'train' && dtypeUsual)
    .map(({ cell }) => cell.dtype);
}

it.each([
  ['NVIDIA GeForce RTX 3060', 'bfloat16'],
  ['NVIDIA GeForce GTX 1080 Ti', 'float32'],
  // It came in the year of those that have bfloat16.
  ['NVIDIA GeForce RTX 2080 SUPER Mobile', 'float32'],
  ['AMD Radeon RX 7900 XTX', 'bfloat16'],
  ['An unlisted GPU', 'bfloat16'],
])('on %s people train in %s', (name, dtype) => {
  expect(usualDType(name)).toEqual([dtype]);
});
