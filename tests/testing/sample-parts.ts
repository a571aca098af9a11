/** @file The parts of sample results: a computer, samples, a repetition, an outcome. */

import type { Cell, Device } from '../../data/contract/cell.ts';
import type { Ok, Power } from '../../data/contract/outcome.ts';
import type { Repetition } from '../../data/contract/repetition.ts';
import type { Machine } from '../../data/contract/submission.ts';
import { sampleCheck, sampleOk } from '../../data/testing/sample-outcome.ts';
import { sampleRepetition } from '../../data/testing/sample-repetition.ts';
import { sampleTimes } from '../../data/testing/sample-times.ts';

export interface Computer {
  machine: Machine;
  gpu: Device;
  cpu: Device;
  /** Sustained TFLOP/s of each device. */
  tflops: { gpu: number; cpu: number };
  power: { gpu: Power['source']; watts: number } | null;
  pricePerHourUsd: number | null;
}

/** Samples close to `ns`. */
export const samples = (ns: number, count: number, seed: number): number[] =>
  sampleTimes(ns, count, seed, 0.02);

/** The last repetition is 2 % slower than the first. */
export function timed(ns: number, itemsPerSample: number, runIndex: number, seed: number): Repetition {
  return sampleRepetition({
    runIndex,
    coldStartNs: 1_234_567_000,
    warmUpSteps: 5,
    samplesNs: samples(ns * (1 + 0.01 * runIndex), itemsPerSample === 1 ? 200 : 30, seed + runIndex),
    itemsPerSample,
  });
}

/** A measured outcome, with power and GPU memory if the computer has counters for them. */
export function ok(repetitions: Repetition[], power: Computer['power'], mode: Cell['mode']): Ok {
  const trains = mode === 'train' || mode === 'converge';
  return sampleOk(repetitions, {
    engineVersion: '4.22.0',
    observed: {},
    check: trains
      ? {
          kind: 'loss-trajectory',
          comparisons: [],
          measured: null,
          losses: [2.3, 2.2],
          maxRelativeError: 1e-6,
          tolerance: 1e-3,
          passed: true,
        }
      : sampleCheck(),
    peakMemory: power
      ? { bytes: 3_412_000_256, method: 'gpu-allocated' }
      : { bytes: 1_203_000_320, method: 'rss-peak' },
    power: power && {
      source: power.gpu,
      scope: 'gpu',
      idleWatts: 14.2,
      samples: samples(power.watts * 1e6, 80, 3).map((watts, i) => ({
        // The meter reads at its own times, which differ between results.
        atNs: i * 100_000_007 + (repetitions[0]!.samplesNs[0]! % 90_000_000),
        watts: watts / 1e6,
      })),
      lost: null,
    },
  });
}
