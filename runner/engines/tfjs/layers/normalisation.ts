/** @file Normalisation by the batch and by the position. */
import * as tf from '@tensorflow/tfjs-core';
import type { BatchNorm, LayerNorm } from '../../../models/layers.ts';
import type { Forward } from './pass.ts';

export interface Averages {
  mean: tf.Variable;
  variance: tf.Variable;
}

export interface ScaleAndShift {
  scale: tf.Variable;
  shift: tf.Variable;
}

/** average = momentum average + (1 - momentum) value */
function move(average: tf.Variable, value: tf.Tensor, momentum: number): void {
  tf.tidy(() => average.assign(tf.add(tf.mul(average, momentum), tf.mul(value, 1 - momentum))));
}

/** @param averages of each channel; training moves them */
export const batchNorm =
  ({ momentum, epsilon }: BatchNorm, { scale, shift }: ScaleAndShift, averages: Averages): Forward =>
  (x, { training }) => {
    if (!training)
      return tf.batchNorm(
        x,
        averages.mean as tf.Tensor1D,
        averages.variance as tf.Tensor1D,
        shift as tf.Tensor1D,
        scale as tf.Tensor1D,
        epsilon,
      );
    const axes = x.shape.slice(0, -1).map((_, axis) => axis);
    const { mean, variance } = tf.moments(x, axes);
    move(averages.mean, mean, momentum);
    move(averages.variance, variance, momentum);
    return tf.batchNorm(
      x,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      shift as tf.Tensor1D,
      scale as tf.Tensor1D,
      epsilon,
    );
  };

export const layerNorm =
  ({ epsilon }: LayerNorm, { scale, shift }: ScaleAndShift): Forward =>
  (x) => {
    const { mean, variance } = tf.moments(x, -1, true);
    const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)));
    return tf.add(tf.mul(normal, scale), shift);
  };
