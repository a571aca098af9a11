import { describe, expect, it } from 'vitest';
import type { Cell, Device } from '../../../data/contract/cell.ts';
import type { Outcome } from '../../../data/contract/outcome.ts';
import type { Check } from '../../../data/contract/proof.ts';
import type { Result } from '../../../data/contract/submission.ts';
import { sampleCheck, sampleOk } from '../../../data/testing/sample-outcome.ts';
import { sampleRepetition } from '../../../data/testing/sample-repetition.ts';
import { cellsOf, type PartId, parts } from '../measure/parts.ts';
import { bestOf } from './best.ts';
import { summarizeResult } from './summary.ts';

const device: Device = { kind: 'gpu', api: 'unknown', name: 'nvidia ampere', software: false };
const rows: Check = sampleCheck();
const losses: Check = {
  kind: 'loss-trajectory',
  comparisons: [],
  measured: null,
  losses: [2.7, 2.2, 1.8],
  maxRelativeError: 2e-5,
  tolerance: 1e-3,
  passed: true,
};

const cell = (id: PartId, changes: Partial<Cell> = {}): Cell => ({
  ...cellsOf(parts.find((one) => one.id === id)!, device)[0]!,
  ...changes,
});

const ok = (samplesMs: number[], itemsPerSample: number, check: Check): Outcome =>
  sampleOk(
    [sampleRepetition({ warmUpSteps: 2, samplesNs: samplesMs.map((ms) => ms * 1e6), itemsPerSample })],
    { engineVersion: '4.22.0', check },
  );

const product = (size: number, samplesMs: number[], passed = true): Result => ({
  cell: cell('product', { size }),
  outcome: ok(samplesMs, 1, { ...rows, passed }),
});

describe('summarizeResult', () => {
  it('divides 2 n^3 operations by the median time of one product', () => {
    // 2 * 1000^3 operations in 2 ms are 10^12 per second.
    expect(summarizeResult(product(1000, [1, 2, 4]), false)).toMatchObject({
      part: 'product',
      size: '1000 × 1000',
      value: 1,
      unit: 'TFLOP/s',
      low: 0.5,
      high: 2,
      passMs: 2,
      samples: 3,
      correct: true,
      losses: null,
      device: 'gpu',
      observed: {},
      trouble: null,
    });
  });

  it('divides a sample by the number of products in it', () => {
    const outcome = ok([20], 10, rows);
    expect(summarizeResult({ cell: cell('product', { size: 1000 }), outcome }, false)).toMatchObject({
      value: 1,
      passMs: 2,
      low: null,
    });
  });

  it('gives training steps as samples per second and seconds per epoch', () => {
    const outcome = ok([10], 256, losses);
    expect(summarizeResult({ cell: cell('small-net'), outcome }, false)).toMatchObject({
      size: 'batch 256',
      value: 25_600,
      unit: 'samples/s',
      passMs: 10,
      // 60,000 samples in 235 steps.
      secondsPerEpoch: 2.35,
      losses: [2.7, 2.2, 1.8],
      maxError: 2e-5,
      tolerance: 1e-3,
    });
  });

  it('counts the operations of attention', () => {
    // 8 sequences: 2 products of 1024 x 1024 x 512 for each, 4 * 8 * 1024^2 * 512 operations.
    const outcome = ok([10], 8, rows);
    const summary = summarizeResult({ cell: cell('attention'), outcome }, false);
    expect(summary).toMatchObject({ size: '1024 tokens', unit: 'TFLOP/s', passMs: 10 });
    expect(summary).toHaveProperty('value', (4 * 8 * 1024 ** 2 * 512) / 0.01 / 1e12);
  });

  it('says why a cell has no value', () => {
    const outcome: Outcome = { status: 'skipped', reason: 'too slow', limit: 'time', needed: 1 };
    expect(summarizeResult({ cell: cell('large-net'), outcome }, false)).toMatchObject({
      kind: 'missing',
      word: 'left out',
      reason: 'too slow',
      trouble: null,
    });
    const failed: Outcome = { status: 'failed', reason: 'boom', repetitions: [] };
    const summary = summarizeResult({ cell: cell('large-net'), outcome: failed }, false);
    expect(summary).toMatchObject({ kind: 'missing', word: 'failed' });
    expect(summary.trouble?.what).toMatch(/Training VGG16, float32, batch 256.*boom/);
  });
});

describe('bestOf', () => {
  it('returns the fastest size of a part with a correct result', () => {
    const summaries = [product(1000, [2]), product(2000, [8]), product(4000, [1], false)].map((one) =>
      summarizeResult(one, false),
    );
    expect(bestOf(summaries, 'product')).toMatchObject({ size: '2000 × 2000', value: 2 });
    expect(bestOf(summaries, 'attention')).toBeNull();
  });
});
