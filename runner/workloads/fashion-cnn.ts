/** @file A small net with dropout on Fashion-MNIST, trained. */
import { fashionCnn } from '../models/fashion-cnn.ts';
import type { ModelWorkload } from './workload.ts';

export const fashionCnnTraining: ModelWorkload = {
  kind: 'model',
  id: 'fashion-cnn',
  title: fashionCnn.title,
  description:
    'Trains a two-convolution net of 412,778 parameters with dropout on 60,000 images of 28x28 pixels; like mnist-cnn it shows the overhead of an engine as much as the speed of the device.',
  modes: ['train'],
  metric: 'secondsPerEpoch',
  recipes: ['naive', 'optimized'],
  dtypes: ['float32'],
  model: fashionCnn,
};
