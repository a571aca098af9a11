/** @file ResNet-18 (arXiv 1512.03385) with a stem for small images, on 64x64 images of 10 classes: 11,173,962 parameters. */
import { dense, globalAveragePool, kerasAdam, type Layer, type Model, relu } from '../models/layers.ts';
import { modelWorkload } from './model.ts';

/** A convolution without bias, which the following normalization would cancel (PyTorch's settings). */
const normalized = (filters: number, kernel: number, stride: number): Layer[] => [
  { kind: 'conv2d', filters, kernel, stride, padding: 'same', bias: false, activation: 'linear' },
  { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-5 },
];

/** The basic block. If it changes the shape, a 1x1 convolution adapts the shortcut. */
const block = (filters: number, stride: number, changesShape: boolean): Layer[] => [
  {
    kind: 'residual',
    body: [...normalized(filters, 3, stride), relu, ...normalized(filters, 3, 1)],
    shortcut: changesShape ? normalized(filters, 1, stride) : [],
  },
  relu,
];

/** Two blocks. All stages except the first halve the image and double the filters. */
const stage = (filters: number, first: boolean): Layer[] => [
  ...block(filters, first ? 1 : 2, !first),
  ...block(filters, 1, false),
];

export const resnet18: Model = {
  id: 'resnet18',
  inputShape: [64, 64, 3],
  input: { kind: 'image' },
  classes: 10,
  layers: [
    ...normalized(64, 3, 1),
    relu,
    ...stage(64, true),
    ...stage(128, false),
    ...stage(256, false),
    ...stage(512, false),
    globalAveragePool,
    dense(10, 'softmax'),
  ],
  loss: 'categorical-cross-entropy',
  optimizer: kerasAdam(1e-3),
  dataset: { name: 'synthetic', trainSamples: 1000, evalSamples: 200 },
  // Without fused kernels, training keeps about 33 MB of activations per sample: 2.1 GB at batch 64.
  batchSize: { naive: 32, optimized: 64 },
  source: 'https://arxiv.org/abs/1512.03385',
};

export const workload = modelWorkload(resnet18, { priority: 4 });
