/** @file The precision of each floating-point dtype. */
import type { FloatDType } from '../../data/contract/words.ts';

/** Distance from 1 to the next smaller number; the relative error of one rounding is at most this. */
export const UNIT_ROUNDOFF: Record<FloatDType, number> = {
  float32: 2 ** -24,
  tf32: 2 ** -11,
  float16: 2 ** -11,
  bfloat16: 2 ** -8,
};
