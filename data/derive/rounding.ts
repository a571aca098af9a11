/** @file The precision of each floating-point dtype, and the error that it explains in products and in attention. Pure. */
import type { FloatDType } from '../contract/words.ts';

/** Distance from 1 to the next smaller number; the relative error of one rounding is at most this. */
export const UNIT_ROUNDOFF: Record<FloatDType, number> = {
  float32: 2 ** -24,
  tf32: 2 ** -11,
  float16: 2 ** -11,
  bfloat16: 2 ** -8,
};

/**
 * The largest error that rounding alone can cause, relative to the row's largest value. A sum of n products of values
 * uniform in [-1, 1) grows like sqrt(n)/3, and each of its n roundings errs by at most u times the partial sum. As a
 * random walk, these errors add up to u n / (3 sqrt(2)). That is 0.2 u sqrt(n) of the row's largest value, which is about
 * 4 standard deviations. The largest of about a thousand such errors is five times that: u sqrt(n). The tolerance is eight
 * times this, which allows for another order of summation and is still far below TensorFloat-32, whose rounded inputs err
 * by 6e-4. Half precision also rounds the inputs (at most 8 u of the dtype) and must sum in float32.
 */
export function matmulTolerance(dtype: FloatDType, size: number): number {
  const sums = 8 * UNIT_ROUNDOFF.float32 * Math.sqrt(size);
  return dtype === 'float32' ? sums : sums + 8 * UNIT_ROUNDOFF[dtype];
}

/**
 * The largest error that rounding alone can cause. The scores are sums of `width` products and the result is a sum of
 * `length` products; each is bounded as in `matmulTolerance`. The scores are about 0.3, so the exponential does not amplify
 * errors. Half precision rounds the operands, the scores, the weights and the result, each by at most u. These
 * errors are random and do not add up with `length`: fused and plain kernels were observed to err by 1.1 u to 1.9 u of a
 * row's largest value at lengths of 32 to 2048. The tolerance is 8 u, as for a product.
 */
export function attentionTolerance(
  { length, width }: { length: number; width: number },
  dtype: FloatDType = 'float32',
): number {
  const sums = 8 * UNIT_ROUNDOFF.float32 * (Math.sqrt(length) + Math.sqrt(width));
  return dtype === 'float32' ? sums : sums + 8 * UNIT_ROUNDOFF[dtype];
}

/** A copy rounds nothing. */
export const COPY_TOLERANCE = 0;
