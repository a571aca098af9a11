/** @file Small nets that together contain every kind of layer, for comparing backends in tests. */
import * as tf from '@tensorflow/tfjs-core';
import { toDeviceInputs } from '../engines/tfjs/network/batches.ts';
import { createNetwork, noDropout } from '../engines/tfjs/network/network.ts';
import { createBatch, oneHot } from '../models/generator.ts';
import { kerasRmsProp, type Layer, type Model } from '../models/layers.ts';

export const SEED = 5;
const BATCH = 3;

const dense: Layer = { kind: 'dense', units: 4, activation: 'softmax' };

/** A small model of images or sequences that can be trained. */
export const tiny = (layers: readonly Layer[], inputShape: number[], tokens = false): Model => ({
  id: 'mnist-cnn',
  inputShape,
  input: tokens
    ? { kind: 'tokens', vocabulary: 11 }
    : { kind: inputShape.length === 3 ? 'image' : 'features' },
  classes: 4,
  layers,
  loss: 'categorical-cross-entropy',
  optimizer: kerasRmsProp,
  dataset: { name: 'test', trainSamples: 1, evalSamples: 1 },
  batchSize: { naive: 1, optimized: 1 },
  source: 'https://example.org',
});

const convolution: Layer = {
  kind: 'conv2d',
  filters: 6,
  kernel: 3,
  stride: 2,
  padding: 'same',
  bias: false,
  activation: 'linear',
};
export const norm: Layer = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-5 };
const layerNorm: Layer = { kind: 'layer-norm', epsilon: 1e-6 };
const attention: Layer = { kind: 'self-attention', heads: 2 };
const relu: Layer = { kind: 'activation', activation: 'relu' };
export const mean: Layer = { kind: 'global-average-pool' };

export const nets: [string, Model][] = [
  [
    'residuals of normalized convolutions',
    tiny(
      [
        convolution,
        norm,
        relu,
        {
          kind: 'residual',
          body: [{ ...convolution, filters: 8 }, norm],
          shortcut: [{ ...convolution, filters: 8, kernel: 1 }, norm],
        },
        mean,
        dense,
      ],
      [8, 8, 3],
    ),
  ],
  [
    'an encoder of tokens',
    tiny(
      [
        { kind: 'embedding', vocabulary: 11, units: 8, scale: 2 },
        { kind: 'sinusoidal-positions' },
        { kind: 'residual', body: [attention, { kind: 'dropout', rate: 0.1 }], shortcut: [] },
        layerNorm,
        { kind: 'dense', units: 8, activation: 'gelu' },
        mean,
        dense,
      ],
      [6],
      true,
    ),
  ],
  [
    'an encoder of patches',
    tiny(
      [
        { ...convolution, filters: 8, kernel: 4, stride: 4, padding: 'valid', bias: true },
        { kind: 'to-sequence' },
        { kind: 'class-token' },
        { kind: 'learned-positions' },
        { kind: 'residual', body: [layerNorm, attention], shortcut: [] },
        { kind: 'first-token' },
        dense,
      ],
      [8, 8, 3],
    ),
  ],
];

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
