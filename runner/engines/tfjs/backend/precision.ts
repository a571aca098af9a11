/** @file Measures the precision of a backend's products and convolutions. */
import * as tf from '@tensorflow/tfjs-core';
import type { Observed } from '../../../../data/contract/outcome.ts';
import { PROBED_SIZE, probeMatrix, survivingBits } from '../../../worker/precision.ts';

/** Significant bits of the inputs that matrix products and convolutions use. */
export async function observePrecision(): Promise<Observed> {
  const [matrix, image] = tf.tidy(() => {
    const values = tf.tensor2d(probeMatrix(), [PROBED_SIZE, PROBED_SIZE]);
    const one = tf.eye(PROBED_SIZE);
    const asImage = tf.reshape(values, [1, PROBED_SIZE, 1, PROBED_SIZE]) as tf.Tensor4D;
    const asFilter = tf.reshape(one, [1, 1, PROBED_SIZE, PROBED_SIZE]) as tf.Tensor4D;
    return [tf.matMul(values, one), tf.conv2d(asImage, asFilter, 1, 'valid')];
  });
  const observed = {
    matmulBits: survivingBits(await matrix!.data()),
    convolutionBits: survivingBits(await image!.data()),
  };
  tf.dispose([matrix!, image!]);
  return observed;
}
