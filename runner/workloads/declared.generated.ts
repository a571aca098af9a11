/** @file Every declared workload, in the order of `workloadIdSchema`. Written by `npm run generate`. */

import { workload as attention } from './attention.ts';
import { workload as copy } from './copy.ts';
import { workload as deitSmall } from './deit-small.ts';
import { workload as fashionCnn } from './fashion-cnn.ts';
import { workload as imageCnn } from './image-cnn.ts';
import { workload as llm } from './llm.ts';
import { workload as matmul } from './matmul.ts';
import { workload as mnistCnn } from './mnist-cnn.ts';
import { workload as resnet18 } from './resnet18.ts';
import { workload as transformerEncoder } from './transformer-encoder.ts';
import { workload as vgg16Cifar100 } from './vgg16-cifar100.ts';
import type { Workload } from './workload.ts';

export const declared: readonly Workload[] = [
  matmul,
  copy,
  mnistCnn,
  fashionCnn,
  vgg16Cifar100,
  imageCnn,
  resnet18,
  transformerEncoder,
  attention,
  deitSmall,
  llm,
];
