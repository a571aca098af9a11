import { expect, test } from 'vitest';
import type { Power } from '../contract/outcome.ts';
import type { Convergence, Repetition } from '../contract/repetition.ts';
import { sampleRepetition } from '../testing/sample-repetition.ts';
import { driftOf, energyOf, firstStepOf, latencyOf, trainingOf } from './derived.ts';

const repetition = (runIndex: number, samplesNs: number[], changes: Partial<Repetition> = {}): Repetition =>
  sampleRepetition({
    runIndex,
    samplesNs,
    ...changes,
  });

const power: Power = {
  source: 'rapl',
  scope: 'package',
  idleWatts: null,
  samples: [
    { atNs: 0, watts: 10 },
    { atNs: 1, watts: 30 },
  ],
  lost: null,
};

test('the 90th percentile counts the samples of all repetitions', () => {
  const low = repetition(0, [1e6, 2e6, 3e6, 4e6, 5e6]);
  const high = repetition(1, [6e6, 7e6, 8e6, 9e6, 10e6, 11e6]);
  expect(latencyOf([low, high])).toEqual({ p90Ms: 10, samples: 11 });
});

test('drift compares the last repetition with the first, in any order in the file', () => {
  expect(driftOf([repetition(2, [12]), repetition(0, [10]), repetition(1, [99])])).toBeCloseTo(0.2, 12);
  expect(driftOf([repetition(0, [10])])).toBeNull();
});

test.each([
  ['secondsPerEpoch', 10, 200, 'epoch'],
  ['latencyMs', 10, 200, '1000 samples'],
  ['samplesPerSecond', 100, 200, '1000 samples'],
  ['secondsToTarget', 10, 200, 'run'],
  ['tflops', 10, null, null],
] as const)('energy of %s %d', (metric, value, joules, per) => {
  expect(energyOf({ power }, metric, value)).toEqual({ watts: 20, joules, per });
  expect(energyOf({ power: null }, metric, value)).toBeNull();
});

test('training has the median epochs of the runs that reached the target, and their number', () => {
  const run = (epochs: number, reached: boolean): Repetition => {
    const epoch = { trainNs: 1, evaluateNs: 1, loss: 1, accuracy: 0.5 };
    const convergence: Convergence = {
      target: 0.9,
      reached,
      seed: epochs,
      dataSource: 'official',
      epochs: Array.from({ length: epochs }, () => epoch),
    };
    return repetition(epochs, [1], { convergence });
  };
  const shared = { target: 0.9, dataSource: 'official' };
  expect(trainingOf([run(2, true), run(9, false), run(4, true)])).toEqual({
    ...shared,
    epochs: 3,
    runs: 3,
    reached: 2,
  });
  expect(trainingOf([run(9, false)])).toEqual({ ...shared, epochs: null, runs: 1, reached: 0 });
  expect(trainingOf([repetition(0, [1])])).toBeNull();
});

test('the time to the first step is start-up and cold start together, and unknown if one repetition does not say', () => {
  const times = [3e9, 1e9, 2e9].map((startUpNs, i) => repetition(i, [1], { startUpNs, coldStartNs: 0.5e9 }));
  expect(firstStepOf(times)).toBe(2.5);
  expect(firstStepOf([...times, repetition(3, [1])])).toBeNull();
});
