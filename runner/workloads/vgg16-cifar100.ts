/** @file VGG16 on CIFAR-100, trained. */
import { vgg16Cifar100 } from '../models/vgg16-cifar100.ts';
import type { ModelWorkload } from './workload.ts';

export const vgg16Cifar100Training: ModelWorkload = {
  kind: 'model',
  id: 'vgg16-cifar100',
  modes: ['train'],
  recipes: ['naive', 'optimized'],
  dtypes: ['float32'],
  model: vgg16Cifar100,
};
