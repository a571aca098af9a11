/** @file One pass through a net, and the parts of it that depend on the recipe. */
import * as tf from '@tensorflow/tfjs-core';

/** Drops activations of layer `layer` at `rate` in training. */
export type DropoutRule = (input: tf.Tensor, rate: number, layer: number) => tf.Tensor;

/**
 * Scaled dot-product attention: softmax(Q K^T / sqrt(width)) V; the queries are already scaled.
 * @param query [sequences x heads, length, width], like `key` and `value`
 */
export type AttentionRule = (query: tf.Tensor3D, key: tf.Tensor3D, value: tf.Tensor3D) => tf.Tensor3D;

export interface Pass {
  /** Training normalizes by the batch and updates the running averages; evaluation uses the averages. */
  training: boolean;
  /** Not used in evaluation. */
  dropout: DropoutRule;
  attention: AttentionRule;
}

/** One layer with its variables: [batch, ...input shape] to [batch, ...output shape]. */
export type Forward = (input: tf.Tensor, pass: Pass) => tf.Tensor;

/**
 * Runs layers in sequence. If no gradient needs them, results are freed as soon as the next layer has used them, as in
 * `model.predict`. The caller keeps the input.
 */
export function chain(layers: readonly Forward[]): Forward {
  return (input, pass) => {
    if (pass.training) return layers.reduce((x, layer) => layer(x, pass), input);
    return layers.reduce((x, layer) => {
      const next = tf.tidy(() => layer(x, pass));
      if (x !== input && next !== x) x.dispose();
      return next;
    }, input);
  };
}
