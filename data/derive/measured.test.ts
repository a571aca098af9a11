import { describe, expect, it } from 'vitest';
import { findWorkload } from '../catalogue/index.ts';
import type { Ok } from '../contract/outcome.ts';
import type { Repetition } from '../contract/repetition.ts';
import { sampleCell } from '../testing/sample-cell.ts';
import { sampleOk } from '../testing/sample-outcome.ts';
import { sampleRepetition } from '../testing/sample-repetition.ts';
import { forwardRate, measuredOf } from './measured.ts';
import { secondsPerItem } from './rate.ts';

const cell = sampleCell({ mode: 'infer', batchSize: 1 });
const repetition = (milliseconds: number[], change: Partial<Repetition> = {}): Repetition =>
  sampleRepetition({ warmUpSteps: 50, samplesNs: milliseconds.map((ms) => ms * 1e6), ...change });
const ok = (...repetitions: Repetition[]): Ok => sampleOk(repetitions);
const mnist = findWorkload('mnist-cnn')!;

describe('measuredOf', () => {
  it('derives the 90th percentile and the rate of a latency', () => {
    const measured = measuredOf(
      cell,
      ok(repetition([1, 2, 3]), repetition([2, 4, 6], { runIndex: 1 })),
      mnist,
    );
    expect(measured).toMatchObject({ metric: 'latencyMs', value: 3, n: 2, drift: 1, probe: false });
    expect(measured.latency).toEqual({ p90Ms: expect.closeTo(5, 9), samples: 6 });
    expect(measured.samplesPerSecond).toBeCloseTo(1000 / 3, 9);
    expect(measured.training).toBeNull();
  });

  it('counts the samples of an epoch once, although its last step counts as a whole one', () => {
    const steps = ok(repetition([10], { itemsPerSample: 256 }));
    const measured = measuredOf({ ...cell, mode: 'train', batchSize: 256 }, steps, mnist);
    expect(measured.value).toBeCloseTo(235 * 0.01, 12);
    expect(measured.samplesPerSecond).toBeCloseTo(60_000 / 2.35, 6);
    expect(measured.latency).toBeNull();
  });

  it('recognizes a single sample without warm-up as a probe', () => {
    expect(measuredOf(cell, ok(repetition([3], { warmUpSteps: 0 })), mnist).probe).toBe(true);
    expect(measuredOf(cell, ok(repetition([3])), mnist).probe).toBe(false);
    const thinned = repetition([3], { warmUpSteps: 0, samplesThinned: 40 });
    expect(measuredOf(cell, ok(thinned), mnist).probe).toBe(false);
  });
});

describe('the rate of a forward pass', () => {
  it.each([
    [1, [4, 2], 1, 1000 / 3],
    [32, [4], 32, 8000],
  ])('of batch %d is that of its value', (batchSize, milliseconds, itemsPerSample, rate) => {
    const outcome = ok(repetition(milliseconds, { itemsPerSample }));
    expect(forwardRate({ workload: 'mnist-cnn', batchSize }, outcome)).toBeCloseTo(rate, 9);
    expect(measuredOf({ ...cell, batchSize }, outcome, mnist).samplesPerSecond).toBeCloseTo(rate, 9);
  });
});

describe('secondsPerItem', () => {
  it('is derived for samples, operations and tokens, but not for training to a target', () => {
    const matmul = { workload: 'matmul', mode: 'op', size: 1000, sequenceLength: null } as const;
    const copy = { ...matmul, workload: 'copy' } as const;
    // 8 MB at 8 GB/s.
    expect(secondsPerItem(findWorkload('copy')!, copy, 'gigabytesPerSecond', 8)).toBeCloseTo(1e-3, 12);
    expect(secondsPerItem(findWorkload('matmul')!, matmul, 'tflops', 0.5)).toBeCloseTo(2e9 / 0.5e12, 15);
    expect(secondsPerItem(mnist, cell, 'latencyMs', 4)).toBeCloseTo(0.004, 12);
    expect(secondsPerItem(mnist, cell, 'secondsPerEpoch', 6)).toBeCloseTo(1e-4, 12);
    expect(secondsPerItem(findWorkload('llm')!, cell, 'tokensPerSecond', 50)).toBe(0.02);
    expect(secondsPerItem(mnist, cell, 'secondsToTarget', 50)).toBeNull();
  });
});
