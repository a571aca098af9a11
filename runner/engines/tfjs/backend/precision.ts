/** @file Measures the precision of a backend's products: TensorFloat-32 and similar formats reduce it silently. */
import * as tf from '@tensorflow/tfjs-core';
import type { Observed } from '../../../../data/contract/outcome.ts';

/** Large enough to select the kernels that real nets use, including those for matrix units. */
const SIZE = 128;

/** Bits of a float32 after the leading 1. */
const FRACTION_BITS = 23;

/** Leading bits that survive: row k has 1 + 2^-k on the diagonal, and its product with 1 must return it. */
function survivingBits(products: ArrayLike<number>): number {
  let bits = 0;
  while (bits < FRACTION_BITS && products[(bits + 1) * (SIZE + 1)] === 1 + 2 ** -(bits + 1)) bits++;
  return bits + 1;
}

/**
 * Significant bits of the inputs that matrix products and convolutions use: 24 is float32, 11 is TensorFloat-32 or
 * float16, 8 is bfloat16.
 */
export async function observePrecision(): Promise<Observed> {
  const diagonal = new Float32Array(SIZE * SIZE);
  for (let k = 0; k < SIZE; k++) diagonal[k * (SIZE + 1)] = 1 + 2 ** -Math.min(k, FRACTION_BITS);
  const [matrix, image] = tf.tidy(() => {
    const values = tf.tensor2d(diagonal, [SIZE, SIZE]);
    const one = tf.eye(SIZE);
    const asImage = tf.reshape(values, [1, SIZE, 1, SIZE]) as tf.Tensor4D;
    const asFilter = tf.reshape(one, [1, 1, SIZE, SIZE]) as tf.Tensor4D;
    return [tf.matMul(values, one), tf.conv2d(asImage, asFilter, 1, 'valid')];
  });
  const observed = {
    matmulBits: survivingBits(await matrix!.data()),
    convolutionBits: survivingBits(await image!.data()),
  };
  tf.dispose([matrix!, image!]);
  return observed;
}
