/** @file Shows how precisely an engine multiplies: TensorFloat-32 and similar formats reduce it silently. Pure. */

/** Large enough to select the kernels that real nets use, including those for matrix units. */
export const PROBED_SIZE = 128;

/** Bits of a float32 after the leading 1. */
const FRACTION_BITS = 23;

/** Row-major [PROBED_SIZE, PROBED_SIZE]: row k has 1 + 2^-k on the diagonal, and its product with 1 must return it. */
export function probeMatrix(): Float32Array<ArrayBuffer> {
  const diagonal = new Float32Array(PROBED_SIZE * PROBED_SIZE);
  for (let k = 0; k < PROBED_SIZE; k++)
    diagonal[k * (PROBED_SIZE + 1)] = 1 + 2 ** -Math.min(k, FRACTION_BITS);
  return diagonal;
}

/** Row-major [PROBED_SIZE, PROBED_SIZE] with ones on the diagonal. */
export const identityMatrix = (): Float32Array<ArrayBuffer> =>
  probeMatrix().map((value) => (value === 0 ? 0 : 1));

/**
 * Leading bits that survived in the product of `probeMatrix` and `identityMatrix`: 24 is float32, 11 is TensorFloat-32
 * or float16, 8 is bfloat16.
 */
export function survivingBits(products: ArrayLike<number>): number {
  let bits = 0;
  while (bits < FRACTION_BITS && products[(bits + 1) * (PROBED_SIZE + 1)] === 1 + 2 ** -(bits + 1)) bits++;
  return bits + 1;
}
