/** @file Batches for a net: generated on the host, copied to the device. */
import * as tf from '@tensorflow/tfjs-core';
import { type Batch, createBatch, oneHot } from '../../../models/generator.ts';
import type { Model, Net } from '../../../models/layers.ts';

/** @param inputs `count` samples, row-major; tokens become integers */
export const toDeviceInputs = (net: Net, inputs: Batch['inputs'], count: number): tf.Tensor =>
  tf.tensor(inputs, [count, ...net.inputShape], net.input.kind === 'tokens' ? 'int32' : 'float32');

/** Samples with one-hot labels. */
export interface HostBatch {
  inputs: Batch['inputs'];
  labels: Float32Array<ArrayBuffer>;
}

/** Samples with their classes, as a batch on the host. */
export const batchOf = ({ classes }: Model, { inputs, labels }: Batch): HostBatch => ({
  inputs,
  labels: oneHot(labels, classes),
});

export function hostBatch(model: Model, seed: number, first: number, count: number): HostBatch {
  return batchOf(model, createBatch(model, seed, first, count));
}

/** Not an interface: only a type alias is assignable to tfjs' TensorContainer. */
export type DeviceBatch = {
  inputs: tf.Tensor;
  labels: tf.Tensor2D;
};

export function toDevice(model: Model, { inputs, labels }: HostBatch): DeviceBatch {
  const count = labels.length / model.classes;
  return {
    inputs: toDeviceInputs(model, inputs, count),
    labels: tf.tensor2d(labels, [count, model.classes]),
  };
}
