/** @file How exactly a number is kept in each dtype. */
import type { FloatDType } from '../../data/contract/words.ts';

/** Distance of 1 to the next smaller number, the relative error of one rounding at most. */
export const UNIT_ROUNDOFF: Record<FloatDType, number> = {
  float32: 2 ** -24,
  float16: 2 ** -11,
  bfloat16: 2 ** -8,
};
