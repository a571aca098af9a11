/**
 * @file Reference losses: what every engine must find in its first optimiser steps, whatever it measures afterwards.
 *
 * Weights and batch come from CHECK_SEED, the batch is samples 0 to CHECK_BATCH - 1, dropout is off, and each loss is
 * taken before its update. `trajectories.py` computes them in float64, sharing no code with the runner.
 */
import type { WorkloadId } from '../../data/contract/words.ts';

export const CHECK_SEED = 42;

/** Samples of the checked batch: the same for every recipe and batch size, so that losses can be compared. */
export const CHECK_BATCH = 16;

/** Optimiser steps whose losses are recorded. */
export const CHECK_STEPS = 5;

/**
 * Bound on the relative error of each loss. Float32 differs from float64 by 4e-7 on the small nets and by 4e-4 on VGG16,
 * whose depth amplifies each rounding from step to step; ten times that refuses another net, start or learning rate.
 */
export const TRAJECTORY_TOLERANCE = 5e-3;

export const trajectories: Partial<Record<WorkloadId, readonly number[]>> = {
  'mnist-cnn': [
    2.7206350222272455, 2.2850976164980352, 2.1970786872755603, 2.2954432052046556, 1.8276823130343436,
  ],
  'fashion-cnn': [
    3.0747040706394047, 9.2780945133243, 5.886475342270369, 2.101307936680864, 1.738765662789781,
  ],
  'vgg16-cifar100': [
    4.975422181517976, 3.4403021475665785, 2.8749344262134455, 2.826751930940438, 2.80721881811068,
  ],
};
