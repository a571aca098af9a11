/** @file The base encoder of arXiv 1706.03762 (normalization after each residual) as a classifier: 24,039,434 parameters. */
import {
  dense,
  dropout,
  globalAveragePool,
  kerasAdam,
  type Layer,
  layerNorm,
  type Model,
  residual,
  selfAttention,
} from '../models/layers.ts';
import { modelWorkload } from './model.ts';

const VOCABULARY = 10_000;
const UNITS = 512;
const RATE = 0.1;

const encoderLayer: readonly Layer[] = [
  residual([selfAttention(8), dropout(RATE)]),
  layerNorm(1e-5),
  residual([dense(2048, 'relu'), dropout(RATE), dense(UNITS, 'linear'), dropout(RATE)]),
  layerNorm(1e-5),
];

export const transformerEncoder: Model = {
  id: 'transformer-encoder',
  inputShape: [50],
  input: { kind: 'tokens', vocabulary: VOCABULARY },
  classes: 10,
  layers: [
    { kind: 'embedding', vocabulary: VOCABULARY, units: UNITS, scale: Math.sqrt(UNITS) },
    { kind: 'sinusoidal-positions' },
    dropout(RATE),
    ...Array.from({ length: 6 }, () => encoderLayer).flat(),
    globalAveragePool,
    dense(10, 'softmax'),
  ],
  loss: 'categorical-cross-entropy',
  optimizer: kerasAdam(1e-4),
  dataset: { name: 'synthetic', trainSamples: 1000, evalSamples: 200 },
  // Training keeps about 20 MB of activations per sequence of 50: 2.5 GB at batch 128.
  batchSize: { naive: 32, optimized: 128 },
  source: 'https://arxiv.org/abs/1706.03762',
};

export const workload = modelWorkload(transformerEncoder, {
  priority: 6,
  sweepLengths: [128, 256, 512, 1024, 2048, 4096],
});
