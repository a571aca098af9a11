/** @file One pass through a net: what the layers take from the recipe. */
import * as tf from '@tensorflow/tfjs-core';

/** Drops activations of layer `layer` at `rate` while training. */
export type DropoutRule = (input: tf.Tensor, rate: number, layer: number) => tf.Tensor;

/**
 * Scaled dot-product attention: softmax(Q K^T / sqrt(width)) V, the queries already divided.
 * @param query like `key` and `value` [sequences x heads, length, width]
 */
export type AttentionRule = (query: tf.Tensor3D, key: tf.Tensor3D, value: tf.Tensor3D) => tf.Tensor3D;

export interface Pass {
  /** Training normalizes by the batch and moves the running averages; evaluation uses them. */
  training: boolean;
  /** Not used in evaluation. */
  dropout: DropoutRule;
  attention: AttentionRule;
}

/** One layer with its variables: [batch, ...input shape] to [batch, ...output shape]. */
export type Forward = (input: tf.Tensor, pass: Pass) => tf.Tensor;

/**
 * Layers one after the other. Where no gradient needs them again, results are freed as soon as the next layer has used
 * them, as `model.predict` does; the input stays with the caller.
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
