import { describe, expect, it } from 'vitest';
import type { Repetition } from './outcome.ts';
import { summarise } from './summary.ts';

const repetition = (samplesNs: number[], itemsPerSample: number): Repetition => ({
  runIndex: 0,
  coldStartNs: 1,
  warmUpSteps: 1,
  steady: true,
  samplesNs,
  samplesThinned: 0,
  itemsPerSample,
});

describe('summarise', () => {
  it('takes the seconds of an epoch from the median step, the last step counted whole', () => {
    const outcome = { repetitions: [repetition([100e6, 300e6, 200e6], 128)] };
    const summary = summarise({ batchSize: 128, size: null }, outcome, 'secondsPerEpoch', 50_000);
    expect(summary).toEqual({ value: 391 * 0.2, ci: null, n: 1 });
  });

  it('takes TFLOP/s from 2 n^3 for each product of a sample', () => {
    const outcome = { repetitions: [repetition([2e6], 4)] };
    expect(summarise({ batchSize: null, size: 1000 }, outcome, 'tflops', null).value).toBeCloseTo(4, 12);
  });

  it('gives the median of the repetitions and their range', () => {
    const outcome = { repetitions: [3e6, 1e6, 2e6].map((ns) => repetition([ns], 1)) };
    const summary = summarise({ batchSize: 1, size: null }, outcome, 'secondsPerEpoch', 1000);
    expect(summary).toEqual({ value: 2, ci: { low: 1, high: 3, kind: 'range' }, n: 3 });
  });

  it('refuses a cell that lacks what the metric needs', () => {
    const outcome = { repetitions: [repetition([1], 1)] };
    expect(() => summarise({ batchSize: 1, size: null }, outcome, 'tflops', null)).toThrow('matrix size');
    expect(() => summarise({ batchSize: null, size: 8 }, outcome, 'secondsPerEpoch', 10)).toThrow('data set');
  });
});
