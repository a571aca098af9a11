/** @file One training step. */
import * as tf from '@tensorflow/tfjs-core';
import type { DropoutRule } from '../layers/pass.ts';
import type { DeviceBatch } from './batches.ts';
import type { Network } from './network.ts';
import type { Updater } from './optimizer.ts';

/** Receives the gradients in the order of the variables before they are applied; must not dispose them. */
export type Look = (gradients: readonly tf.Tensor[]) => void;

/** Forward pass, loss, gradients, update. Returns the loss before the update; the caller disposes it. */
export function trainStep(
  network: Network,
  updater: Updater,
  { inputs, labels }: DeviceBatch,
  dropout: DropoutRule,
  look: Look = () => undefined,
): tf.Scalar {
  const { value, grads } = tf.variableGrads(() => network.loss(inputs, labels, dropout), network.variables);
  const gradients = network.variables.map((variable) => grads[variable.name]!);
  look(gradients);
  updater.apply(gradients);
  tf.dispose(grads);
  return value;
}

/** Reads a scalar and disposes it. */
export async function readScalar(scalar: tf.Tensor): Promise<number> {
  const [value] = await scalar.data();
  scalar.dispose();
  return value!;
}
