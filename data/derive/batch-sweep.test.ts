import { describe, expect, it } from 'vitest';
import type { Cell } from '../contract/cell.ts';
import { sampleCell } from '../testing/sample-cell.ts';
import { type Attempt, batchSweepsOf, bestBatch, onlySwept } from './batch-sweep.ts';

const cell = sampleCell({
  mode: 'infer',
  device: { kind: 'gpu', api: 'vulkan', name: 'x', software: false },
});
const batch = (batchSize: number | null, status: Attempt['status'] = 'ok', change: Partial<Cell> = {}) => ({
  cell: { ...cell, batchSize, ...change },
  status,
});
const sizes = (attempts: Iterable<Attempt>) => [...attempts].map(({ cell: { batchSize } }) => batchSize);

describe('batchSweepsOf', () => {
  it('sorts the batches of one cell and finds the largest that ran and the one that did not', () => {
    const attempts = [batch(64, 'out-of-memory'), batch(1), batch(32), batch(2), batch(128, 'skipped')];
    const [sweep, ...others] = batchSweepsOf(attempts);
    expect(others).toEqual([]);
    expect(sizes(sweep!.attempts)).toEqual([1, 2, 32, 64, 128]);
    expect([sweep!.largest, sweep!.end]).toEqual([batch(32), batch(64, 'out-of-memory')]);
  });

  it('has no end if the largest batch ran, even if a smaller one failed', () => {
    expect(batchSweepsOf([batch(1), batch(2, 'failed'), batch(4)])).toMatchObject([
      { largest: batch(4), end: null },
    ]);
  });

  it('needs three batches that differ in nothing else, one of which ran', () => {
    expect(batchSweepsOf([batch(1), batch(32)])).toEqual([]);
    expect(batchSweepsOf([batch(1), batch(32), batch(64, 'skipped')])).toHaveLength(1);
    expect(batchSweepsOf([1, 2, 4].map((size) => batch(size, 'failed')))).toEqual([]);
    expect(batchSweepsOf([batch(1), batch(2), batch(4, 'ok', { dtype: 'float16' })])).toEqual([]);
    expect(batchSweepsOf([1, 2, 4].map((size) => batch(size, 'ok', { mode: 'train' })))).toEqual([]);
    const other = { device: { ...cell.device, name: 'another of its kind' } };
    expect(batchSweepsOf([batch(1), batch(2), batch(4, 'ok', other)])).toEqual([]);
  });

  it('does not include a single sample and the reference batch, which have their own rows', () => {
    expect(sizes(onlySwept(batchSweepsOf([1, 2, 32, 64].map((size) => batch(size)))))).toEqual([2, 64]);
  });
});

describe('bestBatch', () => {
  const rate = (samplesPerSecond: number, probe = false) => ({ samplesPerSecond, probe });

  it('is the fastest that was timed', () => {
    expect(bestBatch([rate(1), rate(3), rate(2), rate(9, true)])).toEqual(rate(3));
  });

  it('is a probe only if no other batch was timed', () => {
    expect(bestBatch([rate(1, true), rate(3, true)])).toEqual(rate(3, true));
  });
});
