import { expect, it } from 'vitest';
import type { Result } from '../../../data/contract/submission.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { changed, copy, gpu, matmul, submission, vgg } from '../../testing/samples.ts';

/** Whether a result all of whose errors are the same is flagged. */
const isExact = (result: Result, error: number): boolean =>
  checkedFactsOf(
    submission([
      changed(result, ({ check }) => ({
        check:
          check.kind === 'output' || check.kind === 'loss-trajectory'
            ? {
                ...check,
                maxRelativeError: error,
                comparisons: check.comparisons.map((one) => ({ ...one, error })),
              }
            : check,
      })),
    ]),
  ).flags.includes('p41-exact');

it.each([0, 1e-300, 1e-12])('an error of %d is too small for rounded values', (error) => {
  expect(isExact(matmul(5, { device: gpu }), error)).toBe(true);
  expect(isExact(matmul(0.05), error)).toBe(true);
  expect(isExact(vgg(300), error)).toBe(true);
});

it('a copy may be exact, and others have an error as those of real runs', () => {
  expect(isExact(copy(10), 0)).toBe(false);
  expect(isExact(matmul(0.05), 2e-8)).toBe(false);
  expect(isExact(vgg(300), 2e-8)).toBe(false);
});
