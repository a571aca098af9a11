/** @file One optimiser step of a model. */
import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer } from '../../models/layers.ts';
import type { DropoutRule, Network } from './network.ts';

export function createOptimizer(optimizer: Optimizer): tf.Optimizer {
  switch (optimizer.kind) {
    case 'rmsprop':
      return tf.train.rmsprop(optimizer.learningRate, optimizer.rho, 0, optimizer.epsilon);
    case 'adam':
      return tf.train.adam(optimizer.learningRate, optimizer.beta1, optimizer.beta2, optimizer.epsilon);
    default:
      return optimizer satisfies never;
  }
}

/** Forward, loss, gradients, update. Returns the loss before the update: a scalar that the caller disposes. */
export function trainStep(
  network: Network,
  optimizer: tf.Optimizer,
  inputs: tf.Tensor,
  labels: tf.Tensor2D,
  dropout: DropoutRule,
): tf.Scalar {
  const { value, grads } = tf.variableGrads(() => network.loss(inputs, labels, dropout), network.variables);
  optimizer.applyGradients(grads);
  tf.dispose(grads);
  return value;
}
