/** @file Every workload there is, in the order in which they are shown. */
import { deitSmall } from '../models/deit-small.ts';
import { fashionCnn } from '../models/fashion-cnn.ts';
import { imageCnn } from '../models/image-cnn.ts';
import { mnistCnn } from '../models/mnist-cnn.ts';
import { resnet18 } from '../models/resnet18.ts';
import { transformerEncoder } from '../models/transformer-encoder.ts';
import { vgg16Cifar100 } from '../models/vgg16-cifar100.ts';
import { attention } from './attention.ts';
import { llm } from './llm.ts';
import { matmul } from './matmul.ts';
import { modelWorkload } from './model.ts';
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
