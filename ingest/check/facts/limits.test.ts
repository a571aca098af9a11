import { describe, expect, it } from 'vitest';
import type { Result } from '../../../data/contract/submission.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { infer } from '../../testing/mode-samples.ts';
import { changed, matmul, submission } from '../../testing/samples.ts';

/** Refusals of a result whose check compared so many rows. */
const refusalsOf = (result: Result, rows: number) =>
  checkedFactsOf(
    submission([
      changed(result, ({ check }) => ({ check: check.kind === 'output' ? { ...check, rows } : check })),
    ]),
  ).reject;

describe('the rows that a check compared', () => {
  // Older engines in Python counted those after the loop, too: every row of a product, and of a copy three times.
  it.each([16, 1048, 4120])('may be %d of a product of 1,024 rows', (rows) => {
    expect(refusalsOf(matmul(0.05), rows)).toEqual([]);
  });

  // A sweep on a GPU goes on to batches of 65,536.
  it.each([1024, 65_536])('may be all of a batch of %d, before the loop and after it', (batchSize) => {
    expect(refusalsOf(infer(1e5, batchSize), 2 * batchSize)).toEqual([]);
  });

  it('are no more than there are', () => {
    expect(refusalsOf(matmul(0.05), 4121)).toEqual([
      expect.stringContaining('the check compared 4121 rows, but the runner compares at most 4120'),
    ]);
  });
});

describe('the price of an hour', () => {
  const refusalsOfPrice = (pricePerHourUsd: number | null) =>
    checkedFactsOf(submission([matmul(0.05)], { pricePerHourUsd })).reject;

  it.each([0, 1e-320, 1e-6, 20_000, 1e6])('is not %d', (price) => {
    expect(refusalsOfPrice(price)).toEqual([
      expect.stringMatching(/pricePerHourUsd: is .* costs \$0\.0001 to \$10000/),
    ]);
  });

  // A board at home, a card, and the largest machines of clouds
  it.each([null, 0.001, 0.14, 5, 142, 407])('may be %d', (price) => {
    expect(refusalsOfPrice(price)).toEqual([]);
  });
});
