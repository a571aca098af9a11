/** @file Every workload there is, in the order in which they are shown. */

import { attention } from './attention.ts';
import { deitSmall } from './deit-small.ts';
import { fashionCnn } from './fashion-cnn.ts';
import { imageCnn } from './image-cnn.ts';
import { llm } from './llm.ts';
import { matmul } from './matmul.ts';
import { mnistCnn } from './mnist-cnn.ts';
import { modelWorkload } from './model.ts';
import { resnet18 } from './resnet18.ts';
import { transformerEncoder } from './transformer-encoder.ts';
import { vgg16Cifar100 } from './vgg16-cifar100.ts';
import type { Workload } from './workload.ts';

export const workloads: readonly Workload[] = [
  modelWorkload(vgg16Cifar100),
  modelWorkload(mnistCnn),
  modelWorkload(fashionCnn),
  modelWorkload(resnet18),
  modelWorkload(imageCnn),
  modelWorkload(transformerEncoder, [128, 256, 512, 1024, 2048, 4096]),
  modelWorkload(deitSmall),
  attention,
  matmul,
  llm,
];
