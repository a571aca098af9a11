import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../data/contract/outcome.ts';
import type { Repetition } from '../../data/contract/repetition.ts';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import { sampleCheck, sampleOk } from '../../data/testing/sample-outcome.ts';
import { sampleRepetition } from '../../data/testing/sample-repetition.ts';
import { toCellResult } from './to-cell-result.ts';

const cell = sampleCell({ mode: 'infer', batchSize: 1 });
const repetition = (runIndex: number, milliseconds: number[]): Repetition =>
  sampleRepetition({
    runIndex,
    warmUpSteps: 50,
    samplesNs: milliseconds.map((ms) => ms * 1e6),
  });
const ok = sampleOk([repetition(0, [1, 2, 3]), repetition(1, [2, 4, 6])], {
  peakMemory: { bytes: 7, method: 'rss-peak' },
  power: {
    source: 'rapl',
    scope: 'package',
    idleWatts: null,
    samples: [10, 30].map((watts, i) => ({ atNs: i, watts })),
    lost: null,
  },
});
const noBaseline = new Map();

describe('toCellResult', () => {
  it('gives a latency with its 90th percentile, its drift and the energy per thousand samples', () => {
    const { value, reason } = toCellResult({ cell, outcome: ok }, noBaseline);
    expect(reason).toBeNull();
    expect(value).toMatchObject({
      metric: 'latencyMs',
      value: 3,
      n: 2,
      speedup: null,
      drift: 1,
      probe: false,
    });
    // The repetitions gave 2 and 4 ms: half of that range, as a share of 3 ms.
    expect(value?.spread).toBeCloseTo(1 / 3, 9);
    expect(value?.p90Ms).toBeCloseTo(5, 9);
    expect(value?.energy).toEqual({ watts: 20, joules: 60, per: '1000 samples' });
    expect(value?.itemsPerSecond).toBeCloseTo(1000 / 3, 6);
  });

  it('compares only training with the baseline', () => {
    const training = { ...cell, mode: 'train', batchSize: 60 } as const;
    const repetitions = [{ ...repetition(0, [10]), itemsPerSample: 60 }];
    const baseline = new Map([['mnist-cnn', 20]] as const);
    const { value } = toCellResult({ cell: training, outcome: { ...ok, repetitions } }, baseline);
    expect(value).toMatchObject({ value: 10, unit: 's/epoch', speedup: 2, p90Ms: null, drift: null });
    expect(value?.energy).toEqual({ watts: 20, joules: 200, per: 'epoch' });
    expect(toCellResult({ cell, outcome: ok }, baseline).value?.speedup).toBeNull();
  });

  it('marks a single sample without warm-up as a probe', () => {
    const repetitions = [{ ...repetition(0, [3]), warmUpSteps: 0 }];
    expect(toCellResult({ cell, outcome: { ...ok, repetitions } }, noBaseline).value?.probe).toBe(true);
  });

  it('gives the reason for a wrong result and for a cell that was not measured', () => {
    const check = sampleCheck({ maxRelativeError: 0.5, passed: false });
    expect(toCellResult({ cell, outcome: { ...ok, check } }, noBaseline).reason).toMatch(
      /wrong result \(relative error 0\.50\)/,
    );
    const skipped = { status: 'skipped', reason: 'no time', limit: 'time', needed: 5e9 } as const;
    expect(toCellResult({ cell, outcome: skipped }, noBaseline)).toMatchObject({ ...skipped, value: null });
    const timeout: Outcome = { status: 'timeout', reason: 'no result', repetitions: [] };
    expect(toCellResult({ cell, outcome: timeout }, noBaseline)).toMatchObject({
      limit: 'time',
      needed: null,
    });
  });
});
