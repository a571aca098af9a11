/** @file The greatest common divisor, which shows the tick of a clock. */

/** Of two whole numbers from 0 on; the other number if one is 0. */
export function commonDivisor(a: number, b: number): number {
  let [large, small] = [a, b];
  while (small !== 0) [large, small] = [small, large % small];
  return large;
}
