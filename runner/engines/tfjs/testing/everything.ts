/** @file Everything that a small net computes, by TensorFlow.js, as the reference of other engines and backends in tests. */
import * as tf from '@tensorflow/tfjs-core';
import { createBatch, oneHot } from '../../../models/generator.ts';
import type { Model } from '../../../models/layers.ts';
import { SEED } from '../../../testing/tiny-nets.ts';
import { toDeviceInputs } from '../network/batches.ts';
import { createNetwork, noDropout } from '../network/network.ts';

const BATCH = 3;

export function batchOf(model: Model) {
  const { inputs, labels } = createBatch(model, SEED, 0, BATCH);
  return {
    inputs: toDeviceInputs(model, inputs, BATCH),
    labels: tf.tensor2d(oneHot(labels, model.classes), [BATCH, model.classes]),
  };
}

/** Computes the outputs, the loss and all gradients of a net on a backend. */
export async function everything(backend: string, model: Model): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const network = createNetwork(model, SEED);
  const { inputs, labels } = batchOf(model);
  const outputs = network.outputs(inputs);
  const { value, grads } = tf.variableGrads(() => network.loss(inputs, labels, noDropout), network.variables);
  const tensors = [outputs, value, ...network.variables.map(({ name }) => grads[name]!)];
  const read = (await Promise.all(tensors.map((tensor) => tensor.data()))) as Float32Array[];
  tf.dispose([...tensors, inputs, labels]);
  network.dispose();
  return read;
}

const largest = (values: Float32Array) => values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);

/**
 * Largest relative difference of the outputs, the loss and the gradients from those of the `cpu` backend. Outputs and
 * loss are divided by their largest value. Gradients are divided by the largest of all gradients, because the gradient
 * of the key biases, which cancel in the softmax, is only rounding error.
 */
export async function differenceFromCpu(backend: string, model: Model): Promise<number> {
  const plain = await everything('cpu', model);
  const other = await everything(backend, model);
  const scale = Math.max(...plain.slice(2).map(largest));
  const errors = plain.map((values, i) => {
    const error = largest(values.map((value, at) => value - other[i]![at]!));
    return error / (i < 2 ? largest(values) : scale);
  });
  return Math.max(...errors);
}
