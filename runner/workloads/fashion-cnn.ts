/** @file A small net with dropout on Fashion-MNIST, trained. */
import { fashionCnn } from '../models/fashion-cnn.ts';
import type { ModelWorkload } from './workload.ts';

export const fashionCnnTraining: ModelWorkload = {
  kind: 'model',
  id: 'fashion-cnn',
  modes: ['train'],
  recipes: ['naive', 'optimized'],
  dtypes: ['float32'],
  model: fashionCnn,
};
