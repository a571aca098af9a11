/** @file A small net on MNIST, trained. */
import { mnistCnn } from '../models/mnist-cnn.ts';
import type { ModelWorkload } from './workload.ts';

export const mnistCnnTraining: ModelWorkload = {
  kind: 'model',
  id: 'mnist-cnn',
  modes: ['train'],
  recipes: ['naive', 'optimized'],
  dtypes: ['float32'],
  model: mnistCnn,
};
