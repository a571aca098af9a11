/** @file Attention as matrix products, because `tf.einsum` has no gradient. */
import * as tf from '@tensorflow/tfjs-core';
import { linear, type Projection } from './dense.ts';
import type { AttentionRule, Forward } from './pass.ts';

/** Maximum size of the scores of one block: too large for most devices' caches, but small enough for any memory. */
const BLOCK_BYTES = 64 * 2 ** 20;

/** Computes all scores at once, as in tutorials. */
export const wholeAttention: AttentionRule = (query, key, value) =>
  tf.matMul(tf.softmax(tf.matMul(query, key, false, true)), value);

/** Computes a few sequences and heads at a time, so memory does not grow with the square of the length. */
export function blockedAttention(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  value: tf.Tensor3D,
  blockBytes = BLOCK_BYTES,
): tf.Tensor3D {
  const [count, length, width] = query.shape;
  const blockSize = Math.max(1, Math.floor(blockBytes / (4 * length * key.shape[1])));
  if (blockSize >= count) return tf.tidy(() => wholeAttention(query, key, value));
  const blocks: tf.Tensor3D[] = [];
  for (let first = 0; first < count; first += blockSize) {
    const size = Math.min(blockSize, count - first);
    const part = (whole: tf.Tensor3D) =>
      tf.slice(whole, [first, 0, 0], [size, whole.shape[1], width]) as tf.Tensor3D;
    blocks.push(tf.tidy(() => wholeAttention(part(query), part(key), part(value))));
  }
  const joined = tf.concat(blocks);
  tf.dispose(blocks);
  return joined;
}

/** [batch, length, heads x width] to [batch x heads, length, width]. */
function split(x: tf.Tensor, heads: number): tf.Tensor3D {
  const [batch, length, units] = x.shape as [number, number, number];
  if (heads === 1) return x as tf.Tensor3D;
  const apart = tf.reshape(x, [batch, length, heads, units / heads]);
  return tf.reshape(tf.transpose(apart, [0, 2, 1, 3]), [batch * heads, length, units / heads]);
}

/** [batch x heads, length, width] to [batch, length, heads x width]. */
function join(x: tf.Tensor3D, heads: number): tf.Tensor {
  const [count, length, width] = x.shape;
  if (heads === 1) return x;
  const apart = tf.reshape(x, [count / heads, heads, length, width]);
  return tf.reshape(tf.transpose(apart, [0, 2, 1, 3]), [count / heads, length, heads * width]);
}

/** @param projections for queries, keys, values and output */
export function selfAttention(heads: number, projections: readonly Projection[]): Forward {
  const [toQuery, toKey, toValue, toOutput] = projections as [Projection, Projection, Projection, Projection];
  return (x, pass) => {
    const width = x.shape.at(-1)! / heads;
    const query = tf.mul(linear(x, toQuery), 1 / Math.sqrt(width));
    const attended = pass.attention(
      split(query, heads),
      split(linear(x, toKey), heads),
      split(linear(x, toValue), heads),
    );
    return linear(join(attended, heads), toOutput);
  };
}
