/** @file VGG16 on CIFAR-100, trained. */
import { vgg16Cifar100 } from '../models/vgg16-cifar100.ts';
import type { ModelWorkload } from './workload.ts';

export const vgg16Cifar100Training: ModelWorkload = {
  kind: 'model',
  id: 'vgg16-cifar100',
  title: vgg16Cifar100.title,
  description:
    'Trains VGG16, 34 million parameters, on 50,000 colour images of 32x32 pixels; a hundred times the arithmetic of the small nets, so the hardware decides.',
  modes: ['train'],
  metric: 'secondsPerEpoch',
  recipes: ['naive', 'optimized'],
  dtypes: ['float32'],
  model: vgg16Cifar100,
};
