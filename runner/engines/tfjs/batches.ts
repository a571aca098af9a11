/** @file Batches of a net: made on the host, copied to the device. */
import * as tf from '@tensorflow/tfjs-core';
import { type Batch, createBatch, oneHot } from '../../models/generator.ts';
import type { Model, Net } from '../../models/layers.ts';
import { product } from '../../models/shapes.ts';

/** Batches that are used in turn, so that no cache holds the values of the next one. */
const MOST_BATCHES = 4;

/** A batch of this size leaves no cache anything of the one before, so that fewer of them do. */
const ENOUGH_BYTES = 256 * 2 ** 20;

/** How many batches are used in turn; large ones are fewer, or their copies would leave no memory to compute in. */
export function batchCount(net: Pick<Net, 'inputShape'>, batchSize: number): number {
  const batchBytes = 4 * batchSize * product(net.inputShape);
  return Math.max(1, Math.min(MOST_BATCHES, Math.floor(ENOUGH_BYTES / batchBytes)));
}

/** Calls `make` with the first sample of each batch. */
export const eachBatch = <Made>(
  net: Pick<Net, 'inputShape'>,
  batchSize: number,
  make: (first: number) => Made,
): Made[] => Array.from({ length: batchCount(net, batchSize) }, (_, i) => make(i * batchSize));

/** @param inputs of `count` samples, row-major; tokens become whole numbers */
export const toDeviceInputs = (net: Net, inputs: Batch['inputs'], count: number): tf.Tensor =>
  tf.tensor(inputs, [count, ...net.inputShape], net.input.kind === 'tokens' ? 'int32' : 'float32');

/** Samples with their labels one-hot. */
export interface HostBatch {
  inputs: Batch['inputs'];
  labels: Float32Array<ArrayBuffer>;
}

export function hostBatch(model: Model, seed: number, first: number, count: number): HostBatch {
  const { inputs, labels } = createBatch(model, seed, first, count);
  return { inputs, labels: oneHot(labels, model.classes) };
}

export interface DeviceBatch {
  inputs: tf.Tensor;
  labels: tf.Tensor2D;
}

export function toDevice(model: Model, { inputs, labels }: HostBatch): DeviceBatch {
  const count = labels.length / model.classes;
  return {
    inputs: toDeviceInputs(model, inputs, count),
    labels: tf.tensor2d(labels, [count, model.classes]),
  };
}
