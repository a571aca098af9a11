/** @file A small net on MNIST, trained. */
import { mnistCnn } from '../models/mnist-cnn.ts';
import type { ModelWorkload } from './workload.ts';

export const mnistCnnTraining: ModelWorkload = {
  kind: 'model',
  id: 'mnist-cnn',
  title: mnistCnn.title,
  description:
    'Trains a three-convolution net of 93,322 parameters on 60,000 images of 28x28 pixels; so small that fast GPUs mostly wait, which is a finding of its own.',
  modes: ['train'],
  metric: 'secondsPerEpoch',
  recipes: ['naive', 'optimized'],
  dtypes: ['float32'],
  model: mnistCnn,
};
