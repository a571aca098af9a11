/** @file The small convolutional net of the Keras tutorials for MNIST: 93,322 parameters. */
import { conv, dense, flatten, kerasRmsProp, type Model, pool } from '../models/layers.ts';
import { modelWorkload } from './model.ts';

export const mnistCnn: Model = {
  id: 'mnist-cnn',
  inputShape: [28, 28, 1],
  input: { kind: 'image' },
  classes: 10,
  layers: [
    conv(32, 3, 'valid'),
    pool(2),
    conv(64, 3, 'valid'),
    pool(2),
    conv(64, 3, 'valid'),
    flatten,
    dense(64, 'relu'),
    dense(10, 'softmax'),
  ],
  loss: 'categorical-cross-entropy',
  optimizer: kerasRmsProp,
  dataset: { name: 'MNIST', trainSamples: 60_000, evalSamples: 10_000 },
  batchSize: { naive: 64, optimized: 256 },
  source: 'https://github.com/MysterionRise/tensorflow-metal-experiments',
};

export const workload = modelWorkload(mnistCnn, { priority: 2, firstPreset: 'smoke' });
