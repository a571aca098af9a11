import { describe, expect, it } from 'vitest';
import type { Device } from '../../data/contract/cell.ts';
import { parseMachine } from '../detect/parse.ts';
import { linuxNvidia } from '../testing/machines.ts';
import { deviceMemoryBytes, hasOwnMemory } from './memory.ts';

const GIB = 2 ** 30;
const machine = parseMachine(linuxNvidia);
const [one] = machine.gpus;
const withGpus = (...memories: (number | null)[]) => ({
  ...machine,
  memoryBytes: 64 * GIB,
  gpus: memories.map((gib, i) => ({ ...one!, name: `GPU ${i}`, vramBytes: gib && gib * GIB })),
});
const gpu = (name: string): Device => ({ kind: 'gpu', api: 'vulkan', name, software: false });

describe('the memory of a device', () => {
  it.each([
    ['that of the GPU with its name', gpu('GPU 1'), withGpus(8, 24), 24],
    ['that of the only GPU, whatever an engine calls it', gpu('Other'), withGpus(8), 8],
    ['that of the machine if several GPUs have other names', gpu('Other'), withGpus(8, 24), 64],
    ['that of the machine if the GPU has none of its own', gpu('GPU 0'), withGpus(null), 64],
    ['that of the machine for an emulated GPU', { ...gpu('GPU 0'), software: true }, withGpus(8), 64],
  ])('is %s', (_, device, of, gib) => {
    expect(deviceMemoryBytes(device, of)).toBeCloseTo(0.8 * gib * GIB, 0);
    expect(hasOwnMemory(device, of)).toBe(gib !== 64);
  });

  it('is unknown where nothing tells it', () => {
    expect(deviceMemoryBytes(gpu('GPU 0'), { ...withGpus(null), memoryBytes: null })).toBeNull();
  });
});
