/**
 * @file DeiT-small of arXiv 2012.12877 without its distillation token, on CIFAR-100 scaled to 224x224: 21,704,164
 * parameters with its 100 classes, 22,050,664 with the 1000 of ImageNet.
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

/** As in the published weights, not the 1e-5 that is usual elsewhere. */
const norm = layerNorm(1e-6);

const encoderLayer: readonly Layer[] = [
  residual([norm, selfAttention(6)]),
  residual([norm, dense(4 * UNITS, 'gelu'), dense(UNITS, 'linear')]),
];

/** The net for some number of classes; its dropout is 0 as published. */
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
  // Published with AdamW at 5e-4 for 512 images a step; weight decay changes the result, not the speed, and is left out.
  optimizer: kerasAdam(1e-4),
  dataset: { name: 'CIFAR-100', trainSamples: 50_000, evalSamples: 10_000 },
  // Twice as many took more than 24 GB where nothing is fused: the system killed TensorFlow.js.
  batchSize: { naive: 32, optimized: 32 },
  source: 'https://github.com/facebookresearch/deit',
};

export const workload = modelWorkload(deitSmall, { priority: 7 });
