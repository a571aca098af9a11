/** @file Every model there is. Adding one is adding a file and a line here. */
import { deitSmall } from './deit-small.ts';
import { fashionCnn } from './fashion-cnn.ts';
import { imageCnn } from './image-cnn.ts';
import type { Model } from './layers.ts';
import { mnistCnn } from './mnist-cnn.ts';
import { resnet18 } from './resnet18.ts';
import { transformerEncoder } from './transformer-encoder.ts';
import { vgg16Cifar100 } from './vgg16-cifar100.ts';

export const models: readonly Model[] = [
  mnistCnn,
  fashionCnn,
  vgg16Cifar100,
  imageCnn,
  resnet18,
  transformerEncoder,
  deitSmall,
];
