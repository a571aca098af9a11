import { describe, expect, it } from 'vitest';
import type { Convergence, Repetition } from '../contract/repetition.ts';
import { sampleRepetition } from '../testing/sample-repetition.ts';
import { summarize } from './summary.ts';
import { copiedBytes } from './work.ts';

const repetition = (
  samplesNs: number[],
  itemsPerSample: number,
  convergence: Convergence | null = null,
): Repetition => sampleRepetition({ samplesNs, itemsPerSample, convergence });

const none = { trainingSamples: null, opMacs: null, opBytes: null };

const trained = (reached: boolean): Convergence => ({
  target: 0.9,
  reached,
  seed: 1,
  dataSource: 'generated',
  epochs: [{ trainNs: 1, evaluateNs: 1, loss: 1, accuracy: reached ? 0.9 : 0.5 }],
});

describe('summarize', () => {
  it('derives the seconds of an epoch from the median step, counting the last step as a whole one', () => {
    const outcome = { repetitions: [repetition([100e6, 300e6, 200e6], 128)] };
    const summary = summarize({ workload: 'mnist-cnn', mode: 'train', batchSize: 128 }, outcome, {
      ...none,
      trainingSamples: 50_000,
    });
    expect(summary).toEqual({ metric: 'secondsPerEpoch', value: 391 * 0.2, ci: null, n: 1 });
  });

  it('derives the same from samples of several steps, and counts tokens per second', () => {
    const work = { ...none, trainingSamples: 50_000 };
    const several = { repetitions: [repetition([800e6], 4 * 128)] };
    expect(
      summarize({ workload: 'mnist-cnn', mode: 'train', batchSize: 128 }, several, work).value,
    ).toBeCloseTo(391 * 0.2, 9);
    const tokens = summarize(
      { workload: 'matmul', mode: 'generate', batchSize: null },
      { repetitions: [repetition([4e9, 2e9, 1e9], 128)] },
      none,
    );
    expect(tokens).toEqual({ metric: 'tokensPerSecond', value: 64, ci: null, n: 1 });
  });

  it('counts two operations for each multiply-accumulate in TFLOP/s', () => {
    const outcome = { repetitions: [repetition([2e6], 4)] };
    const summary = summarize({ workload: 'matmul', mode: 'op', batchSize: null }, outcome, {
      ...none,
      opMacs: 1e9,
    });
    expect(summary.metric).toBe('tflops');
    expect(summary.value).toBeCloseTo(4, 12);
  });

  it('counts the bytes that a copy reads and writes in GB/s', () => {
    const cell = { workload: 'copy', mode: 'op', batchSize: null } as const;
    const work = { ...none, opBytes: copiedBytes({ workload: 'copy', size: 8192 }) };
    // Two copies of 256 MiB, read and written, in 0.1 s.
    const summary = summarize(cell, { repetitions: [repetition([1e8], 2)] }, work);
    expect(summary).toMatchObject({ metric: 'gigabytesPerSecond' });
    expect(summary.value).toBeCloseTo(10.73741824, 9);
    expect(() => summarize(cell, { repetitions: [repetition([1e8], 2)] }, none)).toThrow(/number of bytes/);
  });

  it('gives the median of the repetitions and their range', () => {
    const outcome = { repetitions: [3e6, 1e6, 2e6].map((ns) => repetition([ns], 1)) };
    const summary = summarize({ workload: 'mnist-cnn', mode: 'train', batchSize: 1 }, outcome, {
      ...none,
      trainingSamples: 1000,
    });
    expect(summary).toMatchObject({ value: 2, ci: { low: 1, high: 3, kind: 'range' }, n: 3 });
  });

  it('counts a single inference in milliseconds and a batch in samples per second', () => {
    const single = summarize(
      { workload: 'mnist-cnn', mode: 'infer', batchSize: 1 },
      { repetitions: [repetition([4e6, 2e6], 1)] },
      none,
    );
    expect(single).toMatchObject({ metric: 'latencyMs', value: 3 });
    const batch = summarize(
      { workload: 'mnist-cnn', mode: 'infer', batchSize: 32 },
      { repetitions: [repetition([4e6], 32)] },
      none,
    );
    expect(batch).toMatchObject({ metric: 'samplesPerSecond', value: 8000 });
  });

  it('adds up the epochs of training to a target and leaves out runs that missed it', () => {
    const outcome = {
      repetitions: [repetition([3e9, 2e9], 60_000, trained(true)), repetition([9e9], 60_000, trained(false))],
    };
    const summary = summarize({ workload: 'mnist-cnn', mode: 'converge', batchSize: 64 }, outcome, none);
    expect(summary).toEqual({ metric: 'secondsToTarget', value: 5, ci: null, n: 1 });
  });

  it('refuses a cell without the fields that the metric needs', () => {
    const outcome = { repetitions: [repetition([1], 1)] };
    expect(() => summarize({ workload: 'matmul', mode: 'op', batchSize: null }, outcome, none)).toThrow(
      'operations',
    );
    expect(() =>
      summarize({ workload: 'mnist-cnn', mode: 'train', batchSize: null }, outcome, {
        ...none,
        trainingSamples: 10,
      }),
    ).toThrow('data set');
  });
});
