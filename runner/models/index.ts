/** @file Every model there is. Adding one is adding a file and a line here. */
import { deitSmall } from '../workloads/deit-small.ts';
import { fashionCnn } from '../workloads/fashion-cnn.ts';
import { imageCnn } from '../workloads/image-cnn.ts';
import { mnistCnn } from '../workloads/mnist-cnn.ts';
import { resnet18 } from '../workloads/resnet18.ts';
import { transformerEncoder } from '../workloads/transformer-encoder.ts';
import { vgg16Cifar100 } from '../workloads/vgg16-cifar100.ts';
import type { Model } from './layers.ts';

export const models: readonly Model[] = [
  mnistCnn,
  fashionCnn,
  vgg16Cifar100,
  imageCnn,
  resnet18,
  transformerEncoder,
  deitSmall,
];
