/** @file Reads tensors, for checks. */
import * as tf from '@tensorflow/tfjs-core';
import type { Part } from '../../../worker/check/sampled-parts.ts';

/** Consecutive elements of a tensor, row-major. */
export const partOf = (x: tf.Tensor, { first, count }: Part): tf.Tensor =>
  tf.tidy(() => tf.slice(tf.reshape(x, [x.size]), first, count));

/** Reads a tensor and disposes it. */
export async function readAll(part: tf.Tensor): Promise<Float32Array> {
  const values = await part.data<'float32'>();
  part.dispose();
  return values;
}
