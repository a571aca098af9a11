import { describe, expect, it } from 'vitest';
import type { Device } from '../contract/cell.ts';
import type { Load, Repetition } from '../contract/repetition.ts';
import { sampleRepetition } from '../testing/sample-repetition.ts';
import { busyReason, foreignProcessors } from './load.ts';

const cpu: Device = { kind: 'cpu', api: 'none', name: 'x', software: false };
const gpu: Device = { ...cpu, kind: 'gpu', api: 'cuda' };

/** @param foreign Processors that others used. */
const load = (foreign: number | null, change: Partial<Load> = {}): Load => ({
  wallNs: 2e9,
  processors: 8,
  workerCpuNs: 15e9,
  foreignCpuNs: foreign === null ? null : foreign * 2e9,
  foreignGpuShare: null,
  ...change,
});

const reasonOf = (device: Device, loads: readonly (Load | null)[]) =>
  busyReason(
    { device },
    {
      repetitions: loads.map(
        (one, runIndex): Repetition =>
          sampleRepetition({
            runIndex,
            load: one,
          }),
      ),
    },
  );

describe('busyReason', () => {
  it.each([
    ['nothing was recorded, as in older files', cpu, [null, null]],
    ['others used a few percent', cpu, [load(0.1), load(0.4), load(0.3)]],
    ['only the minority of the repetitions was disturbed', cpu, [load(0.1), load(4), load(0.2)]],
    ['the CPU time of others is unknown', cpu, [load(null)]],
    ['a loop was too short to tell', cpu, [load(8, { wallNs: 1e8 })]],
    ['a GPU was measured on a machine with free processors', gpu, [load(3.9)]],
    ['a desktop draws on the GPU', gpu, [load(0.1, { foreignGpuShare: 0.05 })]],
  ])('is null if %s', (_, device, loads) => expect(reasonOf(device, loads)).toBeNull());

  it.each([
    [
      'others use a tenth of the processors',
      cpu,
      [load(0.9)],
      'other programs used 0.9 of 8 processors meanwhile, more than 10 % of them',
    ],
    ['most repetitions were disturbed', cpu, [load(0.1), load(4), load(2)], 'other programs used 2.0 of 8'],
    [
      'a GPU is emulated by a busy CPU',
      { ...gpu, software: true },
      [load(2)],
      'other programs used 2.0 of 8',
    ],
    ['no processor is free to start work on the GPU', gpu, [load(5)], 'more than 50 % of them'],
    [
      'others use the GPU',
      gpu,
      [load(0, { foreignGpuShare: 0.6 })],
      'other programs kept the GPU busy for 60 % of the time, more than 10 %',
    ],
  ])('is a clause if %s', (_, device, loads, reason) => expect(reasonOf(device, loads)).toContain(reason));
});

it('relates CPU time to the wall time', () => {
  expect(foreignProcessors(load(3))).toBe(3);
});
