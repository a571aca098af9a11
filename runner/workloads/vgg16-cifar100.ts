/** @file VGG16 (configuration D of arXiv 1409.1556) on 32x32 images of 100 classes: 34,006,948 parameters. */
import { conv, dense, dropout, flatten, kerasAdam, type Layer, type Model, pool } from '../models/layers.ts';
import { modelWorkload } from './model.ts';

/** Several 3x3 convolutions, then pooling and dropout. */
const block = (filters: number, convolutions: number): Layer[] => [
  ...Array.from({ length: convolutions }, () => conv(filters, 3, 'same')),
  pool(2),
  dropout(0.3),
];

export const vgg16Cifar100: Model = {
  id: 'vgg16-cifar100',
  inputShape: [32, 32, 3],
  input: { kind: 'image' },
  classes: 100,
  layers: [
    ...block(64, 2),
    ...block(128, 2),
    ...block(256, 3),
    ...block(512, 3),
    ...block(512, 3),
    flatten,
    dense(4096, 'relu'),
    dense(4096, 'relu'),
    dense(100, 'softmax'),
  ],
  loss: 'categorical-cross-entropy',
  optimizer: kerasAdam(1e-4),
  dataset: { name: 'CIFAR-100', trainSamples: 50_000, evalSamples: 10_000 },
  batchSize: { naive: 128, optimized: 256 },
  source: 'https://github.com/MysterionRise/tensorflow-metal-experiments',
};

export const workload = modelWorkload(vgg16Cifar100, { priority: 1 });
