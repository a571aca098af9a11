/** @file Reads some rows of a large output for a check, without copying the rest from the device. */
import * as tf from '@tensorflow/tfjs-core';

/**
 * Copies rows of an output to the host.
 * @param output [..., width]; its outer dimensions are merged. It is not disposed
 * @param rows Indices of the rows, at least one
 */
export async function readRows(output: tf.Tensor, rows: readonly number[]): Promise<Float32Array[]> {
  const width = output.shape.at(-1)!;
  const picked = tf.tidy(() => {
    const all = tf.reshape(output, [-1, width]);
    return tf.concat(rows.map((row) => tf.slice(all, [row, 0], [1, width])));
  });
  const values = (await picked.data()) as Float32Array;
  picked.dispose();
  return rows.map((_, i) => values.subarray(i * width, (i + 1) * width));
}
