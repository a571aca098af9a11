/** @file Small nets that together contain every kind of layer, for comparing engines in tests. */
import { kerasRmsProp, type Layer, type Model } from '../models/layers.ts';

export const SEED = 5;

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
