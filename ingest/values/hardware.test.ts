import { describe, expect, it } from 'vitest';
import type { Device } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';
import { hardwareOf, likelyNames } from './hardware.ts';

type Gpu = Machine['gpus'][number];

const gpu = (name: string, gibibytes: number | null, cores: number | null = null): Gpu => ({
  name,
  vendor: 'NVIDIA',
  vramBytes: gibibytes === null ? null : gibibytes * 2 ** 30,
  driver: null,
  cores,
});
const machine = (gpus: Gpu[], physicalCores = 8): Machine => ({
  os: { platform: 'linux', name: 'Debian', version: null, arch: 'x64' },
  cpu: { name: 'Apple M4 Max', vendor: 'Apple', physicalCores, logicalCores: 16, baseGHz: null },
  gpus,
  memoryBytes: null,
});
const device = (name: string, change: Partial<Device> = {}): Device => ({
  kind: 'gpu',
  api: 'cuda',
  name,
  software: false,
  ...change,
});
const ti = 'NVIDIA GeForce RTX 4060 Ti';

describe('hardwareOf', () => {
  it.each([
    ['the memory of the only GPU', device(ti), [gpu(ti, 16)], 'nvidia-geforce-rtx-4060-ti-16gb'],
    ['another spelling', device(`${ti}/PCIe/SSE2`), [gpu(ti, 8)], 'nvidia-geforce-rtx-4060-ti-8gb'],
    [
      'the number of the GPU',
      device(ti, { index: 1 }),
      [gpu(ti, 8), gpu(ti, 16)],
      'nvidia-geforce-rtx-4060-ti-16gb',
    ],
    ['two different ones without a number', device(ti), [gpu(ti, 8), gpu(ti, 16)], undefined],
    ['no memory', device(ti), [gpu(ti, null)], undefined],
    ['a memory that no variant has', device(ti), [gpu(ti, 12)], undefined],
    [
      'the memory of another GPU',
      device('NVIDIA GeForce RTX 3090'),
      [gpu('NVIDIA GeForce GT 1030', 2)],
      'nvidia-geforce-rtx-3090',
    ],
    ['GPU cores', device('Apple M1 Max'), [gpu('Apple M1 Max', null, 24)], 'apple-m1-max-24-core-gpu'],
    [
      'CPU cores',
      device('Apple M4 Max', { kind: 'cpu', api: 'none' }),
      [gpu('Apple M4 Max', null, 40)],
      undefined,
    ],
    ['a software GPU', device('NVIDIA GeForce RTX 3090', { software: true }), [], undefined],
  ])('decides by %s', (_, one, gpus, id) => {
    expect(hardwareOf(one, machine(gpus))?.id).toBe(id);
  });

  it('counts the cores of the CPU, and knows none of a published one', () => {
    const cpu = device('Apple M4 Max', { kind: 'cpu', api: 'none' });
    expect(hardwareOf(cpu, machine([], 16))?.id).toBe('apple-m4-max-16-core-cpu');
    expect(hardwareOf(cpu, null)).toBeNull();
    expect(likelyNames(cpu)).toEqual(['Apple M4 Max (14-core CPU)', 'Apple M4 Max (16-core CPU)']);
  });
});
