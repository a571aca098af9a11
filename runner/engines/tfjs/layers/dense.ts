/** @file Matrix products and convolutions with a bias and an activation. */
import * as tf from '@tensorflow/tfjs-core';
import type { Activation, Conv2d } from '../../../models/layers.ts';
import type { Forward } from './pass.ts';

export interface Projection {
  kernel: tf.Variable<tf.Rank.R2>;
  bias: tf.Variable;
}

export function activate(input: tf.Tensor, activation: Activation): tf.Tensor {
  switch (activation) {
    case 'relu':
      return tf.relu(input);
    case 'gelu':
      return tf.mul(tf.mul(input, 0.5), tf.add(tf.erf(tf.mul(input, Math.SQRT1_2)), 1));
    // The loss takes logits: a softmax before it would lose precision and cost a pass.
    case 'softmax':
    case 'linear':
      return input;
    default:
      return activation satisfies never;
  }
}

/**
 * Splits an activation into the part fused into a kernel and the rest. With gradients, relu is not fused: tfjs would
 * split the fused kernel into product, bias and relu.
 */
function fusion(activation: Activation, training: boolean): ['relu' | 'linear', Activation] {
  return activation === 'relu' && !training ? ['relu', 'linear'] : ['linear', activation];
}

/** [..., inputs] to [..., units] as one product of two matrices, for any number of dimensions. */
export function linear(
  x: tf.Tensor,
  { kernel, bias }: Projection,
  activation: Activation = 'linear',
  training = false,
): tf.Tensor {
  const [fused, rest] = fusion(activation, training);
  const outer = x.shape.slice(0, -1);
  const rows = x.rank === 2 ? x : tf.reshape(x, [-1, x.shape.at(-1)!]);
  const output = tf.fused.matMul({
    a: rows as tf.Tensor2D,
    b: kernel,
    bias,
    activation: fused,
  });
  const activated = activate(output, rest);
  return x.rank === 2 ? activated : tf.reshape(activated, [...outer, kernel.shape[1]]);
}

export const dense =
  (projection: Projection, activation: Activation): Forward =>
  (x, { training }) =>
    linear(x, projection, activation, training);

/**
 * @param bias null if the layer has none
 * @param first whether the layer's inputs are the samples: a fused convolution would also compute their gradient,
 * which is not needed
 */
export const conv2d =
  (layer: Conv2d, filter: tf.Variable<tf.Rank.R4>, bias: tf.Variable | null, first: boolean): Forward =>
  (x, { training }) => {
    const { stride, padding, activation } = layer;
    const image = x as tf.Tensor4D;
    if (training && first) {
      const output = tf.conv2d(image, filter, stride, padding);
      return activate(bias ? tf.add(output, bias) : output, activation);
    }
    const [fused, rest] = fusion(activation, training);
    const output = tf.fused.conv2d({
      x: image,
      filter,
      strides: stride,
      pad: padding,
      ...(bias && { bias }),
      activation: fused,
    });
    return activate(output, rest);
  };
