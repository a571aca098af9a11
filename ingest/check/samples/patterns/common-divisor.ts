/** @file The greatest common divisor, which shows the tick of a clock. */

/** Whole numbers below this have 32 bits: their remainder takes a fraction of the time of that of larger ones. */
const SMALL = 2 ** 31;

/** Of two whole numbers from 0 on; the other number if one is 0. */
export function commonDivisor(a: number, b: number): number {
  let [large, small] = [a, b];
  while (small !== 0 && (large >= SMALL || small >= SMALL)) [large, small] = [small, large % small];
  return small === 0 ? large : ofSmall(large | 0, small | 0);
}

function ofSmall(a: number, b: number): number {
  let [large, small] = [a, b];
  while (small !== 0) [large, small] = [small, (large % small) | 0];
  return large;
}
