/** @file A common convolutional net with dropout for Fashion-MNIST: 412,778 parameters. */
import { conv, dense, dropout, flatten, kerasRmsProp, type Model, pool } from '../models/layers.ts';
import { modelWorkload } from './model.ts';

export const fashionCnn: Model = {
  id: 'fashion-cnn',
  inputShape: [28, 28, 1],
  input: { kind: 'image' },
  classes: 10,
  layers: [
    conv(64, 2, 'same'),
    pool(2),
    dropout(0.3),
    conv(32, 2, 'same'),
    pool(2),
    dropout(0.3),
    flatten,
    dense(256, 'relu'),
    dropout(0.5),
    dense(10, 'softmax'),
  ],
  loss: 'categorical-cross-entropy',
  optimizer: kerasRmsProp,
  dataset: { name: 'Fashion-MNIST', trainSamples: 60_000, evalSamples: 10_000 },
  batchSize: { naive: 64, optimized: 256 },
  source: 'https://github.com/MysterionRise/tensorflow-metal-experiments',
};

export const workload = modelWorkload(fashionCnn, { priority: 3 });
