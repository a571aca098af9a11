/** @file Batch normalization and layer normalization. */
import * as tf from '@tensorflow/tfjs-core';
import type { BatchNorm, LayerNorm } from '../../../models/layers.ts';
import type { Forward } from './pass.ts';

export interface Averages {
  mean: tf.Variable<tf.Rank.R1>;
  variance: tf.Variable<tf.Rank.R1>;
}

export interface ScaleAndShift {
  scale: tf.Variable<tf.Rank.R1>;
  shift: tf.Variable<tf.Rank.R1>;
}

/** average = momentum average + (1 - momentum) value */
function move(average: tf.Variable, value: tf.Tensor, momentum: number): void {
  tf.tidy(() => average.assign(tf.add(tf.mul(average, momentum), tf.mul(value, 1 - momentum))));
}

/**
 * Training does not use `tf.batchNorm`: its gradient expands each mean and variance to the size of the batch.
 * @param averages running averages per channel; training updates them
 */
export const batchNorm =
  ({ momentum, epsilon }: BatchNorm, { scale, shift }: ScaleAndShift, averages: Averages): Forward =>
  (x, { training }) => {
    if (!training) return tf.batchNorm(x, averages.mean, averages.variance, shift, scale, epsilon);
    const axes = x.shape.slice(0, -1).map((_, axis) => axis);
    const mean = tf.mean(x, axes);
    const centered = tf.sub(x, mean);
    const variance = tf.mean(tf.square(centered), axes);
    move(averages.mean, mean, momentum);
    move(averages.variance, variance, momentum);
    return tf.add(tf.mul(centered, tf.mul(scale, tf.rsqrt(tf.add(variance, epsilon)))), shift);
  };

export const layerNorm =
  ({ epsilon }: LayerNorm, { scale, shift }: ScaleAndShift): Forward =>
  (x) => {
    const centered = tf.sub(x, tf.mean(x, -1, true));
    const variance = tf.mean(tf.square(centered), -1, true);
    return tf.add(tf.mul(tf.mul(centered, tf.rsqrt(tf.add(variance, epsilon))), scale), shift);
  };
