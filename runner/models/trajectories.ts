/**
 * @file Reference losses: what every engine must find in its first optimiser steps, whatever it measures afterwards.
 *
 * Weights and batch come from CHECK_SEED, the batch is samples 0 to CHECK_BATCH - 1, dropout is off, and each loss is
 * taken before its update. The small nets were computed by the plain `cpu` backend of tfjs (loops in JavaScript that sum
 * in float64 and store float32), VGG16 by its WebAssembly backend with our gradient kernels.
 */
import type { WorkloadId } from '../../data/contract/words.ts';

export const CHECK_SEED = 42;

/** Samples of the checked batch: the same for every recipe and batch size, so that losses can be compared. */
export const CHECK_BATCH = 16;

/** Optimiser steps whose losses are recorded. */
export const CHECK_STEPS = 5;

/**
 * Bound on the relative error of each loss. Float32 engines differ by 2e-7 on the small nets and by 5e-6 on VGG16 after
 * five steps; a thousandth leaves room for other orders of summation and refuses another net, start or learning rate.
 */
export const TRAJECTORY_TOLERANCE = 1e-3;

export const trajectories: Partial<Record<WorkloadId, readonly number[]>> = {
  'mnist-cnn': [
    2.720635175704956, 2.285097599029541, 2.1970789432525635, 2.295443058013916, 1.8276824951171875,
  ],
  'fashion-cnn': [
    3.074704170227051, 9.278094291687012, 5.886475086212158, 2.1013076305389404, 1.7387655973434448,
  ],
  'vgg16-cifar100': [
    4.975422382354736, 3.4403090476989746, 2.8748276233673096, 2.8267245292663574, 2.806267738342285,
  ],
};
