/**
 * @file DeiT-small (arXiv 2012.12877) without the distillation token, on CIFAR-100 scaled to 224x224: 21,704,164
 * parameters with 100 classes, 22,050,664 with the 1000 classes of ImageNet.
 */
import {
  dense,
  kerasAdam,
  type Layer,
  layerNorm,
  type Model,
  residual,
  selfAttention,
} from '../models/layers.ts';
import { modelWorkload } from './model.ts';

const UNITS = 384;
const PATCH = 16;

/** The epsilon of the published weights, not the usual 1e-5. */
const norm = layerNorm(1e-6);

const encoderLayer: readonly Layer[] = [
  residual([norm, selfAttention(6)]),
  residual([norm, dense(4 * UNITS, 'gelu'), dense(UNITS, 'linear')]),
];

/** The layers for a number of classes. Dropout is 0, as published. */
export const deitSmallLayers = (classes: number): Layer[] => [
  {
    kind: 'conv2d',
    filters: UNITS,
    kernel: PATCH,
    stride: PATCH,
    padding: 'valid',
    bias: true,
    activation: 'linear',
  },
  { kind: 'to-sequence' },
  { kind: 'class-token' },
  { kind: 'learned-positions' },
  ...Array.from({ length: 12 }, () => encoderLayer).flat(),
  norm,
  { kind: 'first-token' },
  dense(classes, 'softmax'),
];

export const deitSmall: Model = {
  id: 'deit-small',
  inputShape: [224, 224, 3],
  input: { kind: 'image' },
  classes: 100,
  layers: deitSmallLayers(100),
  loss: 'categorical-cross-entropy',
  // Published with AdamW at 5e-4 for 512 images per step. Weight decay is omitted: it affects the result, not the speed.
  optimizer: kerasAdam(1e-4),
  dataset: { name: 'CIFAR-100', trainSamples: 50_000, evalSamples: 10_000 },
  // A batch of 64 took more than 24 GB without fused kernels, and the system killed TensorFlow.js.
  batchSize: { naive: 32, optimized: 32 },
  source: 'https://github.com/facebookresearch/deit',
};

export const workload = modelWorkload(deitSmall, { priority: 7 });
