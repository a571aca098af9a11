/** @file Every workload there is, in the order in which they are shown. */
import { fashionCnnTraining } from './fashion-cnn.ts';
import { matmul } from './matmul.ts';
import { mnistCnnTraining } from './mnist-cnn.ts';
import { vgg16Cifar100Training } from './vgg16-cifar100.ts';
import type { Workload } from './workload.ts';

export const workloads: readonly Workload[] = [
  vgg16Cifar100Training,
  mnistCnnTraining,
  fashionCnnTraining,
  matmul,
];
