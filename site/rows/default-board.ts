/** @file The leaderboard of the front page: fixed, so that a link to `/` shows the same for ever. */

/**
 * The workload that most of the published results share, and the largest net with a value of the 1.0x machine: its rows
 * differ by two orders of magnitude, and it is large enough that hardware decides, not the software around it.
 */
export const DEFAULT_WORKLOAD = 'vgg16-cifar100';
export const DEFAULT_MODE = 'train';
