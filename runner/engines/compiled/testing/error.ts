/** @file How far a result is from the expected one, and how far rounding alone can bring it. */
import { UNIT_ROUNDOFF } from '../../../../data/derive/rounding.ts';
import type { ElementType } from '../graph/value.ts';

/**
 * The largest distance between an element and the expected one, divided by the largest expected element. Infinite if an
 * element is missing, NaN or infinite where it should not be.
 */
export function largestError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let distance = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(found[i]! - expected[i]!);
    distance = Math.max(distance, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return distance === 0 ? 0 : distance / largest;
}

/**
 * What rounding can make of `largestError`. A sum of n terms in float32 errs like a random walk: about 0.2 u sqrt(n) of the
 * largest sum as standard deviation over 4, u sqrt(n) for the largest of a thousand sums, and eight times that for other
 * orders of summation and for sums that cancel (see `matmulTolerance` in workloads/matmul.ts). exp, log and square roots
 * may err by some units in the last place more. An output in half precision is rounded once, to either neighbor: WGSL
 * prescribes no rounding mode (see `correctlyRoundedF16` in gpuweb.github.io/cts).
 * @param terms of the longest sum
 * @param functions whether exp, log, gelu or square roots are computed
 */
export function errorBound(type: ElementType, terms: number, functions: boolean): number {
  const unit = UNIT_ROUNDOFF.float32;
  const sums = 8 * unit * Math.sqrt(terms);
  return sums + (functions ? 32 * unit : 0) + (type === 'float16' ? 2 * UNIT_ROUNDOFF.float16 : 0);
}
