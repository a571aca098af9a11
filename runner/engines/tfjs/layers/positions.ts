/** @file Embeddings, position encodings, and tokens added to or removed from a sequence. */
import * as tf from '@tensorflow/tfjs-core';
import type { Forward } from './pass.ts';

/** [batch, length] integers to [batch, length, units]. */
export const embedding =
  (table: tf.Variable, scale: number): Forward =>
  (x) =>
    tf.mul(tf.gather(table, x as tf.Tensor2D), scale);

/** @param table returns the encoding for a length; computed once */
export const sinusoidalPositions =
  (table: (length: number, units: number) => tf.Tensor): Forward =>
  (x) =>
    tf.add(x, table(x.shape[1]!, x.shape[2]!));

export const learnedPositions =
  (positions: tf.Variable): Forward =>
  (x) =>
    tf.add(x, positions);

export const toSequence: Forward = (x) =>
  tf.reshape(x, [x.shape[0]!, x.shape[1]! * x.shape[2]!, x.shape[3]!]);

export const classToken =
  (token: tf.Variable): Forward =>
  (x) => {
    const [batch, , units] = x.shape as [number, number, number];
    const first = tf.broadcastTo(tf.reshape(token, [1, 1, units]), [batch, 1, units]);
    return tf.concat([first, x], 1);
  };

export const firstToken: Forward = (x) => {
  const [batch, , units] = x.shape as [number, number, number];
  return tf.reshape(tf.slice(x, [0, 0, 0], [batch, 1, units]), [batch, units]);
};
