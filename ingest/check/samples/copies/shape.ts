/** @file Shapes: whole numbers below 2^53 whose digits are the values of a window. */

/** Bits that hold the shape of a window: a whole number below 2^53. */
export const SHAPE_BITS = 48;

/** How shapes are compared: the digits of a shape, their base, and the largest difference of two of them. */
export interface Comparison {
  digits: number;
  base: number;
  most: number;
  /** The largest difference of two shapes whose digits all differ by no more: a first look, which few others pass. */
  mostInAll: number;
}

export const comparison = (digits: number, base: number, most: number): Comparison => ({
  digits,
  base,
  most,
  mostInAll: Math.ceil((most * (base ** digits - 1)) / (base - 1)),
});

/** Whether two shapes are the same. */
export function areAlike(one: number, other: number, { digits, base, most, mostInAll }: Comparison): boolean {
  if (Math.abs(one - other) > mostInAll) return false;
  let a = one;
  let b = other;
  for (let left = digits; left > 0; left--) {
    // Whole numbers below 2^53, so that this is exact, and faster than the remainder of two of them.
    const restA = Math.floor(a / base);
    const restB = Math.floor(b / base);
    if (Math.abs(a - restA * base - (b - restB * base)) > most) return false;
    a = restA;
    b = restB;
  }
  return true;
}
