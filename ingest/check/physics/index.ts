/** @file The checks of one file against physics, the most certain bounds first: peaks, its own other values, the fastest known values. */
import type { Check } from '../contract/check.ts';
import { batchGain } from './batch-gain.ts';
import { betweenSamples } from './between-samples.ts';
import { consistency } from './consistency.ts';
import { copyBandwidth } from './copy-bandwidth.ts';
import { duration } from './duration.ts';
import { epochBound } from './epoch-bound.ts';
import { epochSteps } from './epoch-steps.ts';
import { epochTime } from './epoch-time.ts';
import { evaluationTime } from './evaluation-time.ts';
import { gemmPeak } from './gemm-peak.ts';
import { loopTime } from './loop-time.ts';
import { memory } from './memory.ts';
import { power } from './power.ts';
import { processorTime } from './processor-time.ts';
import { sizes } from './sizes.ts';
import { startUp } from './start-up.ts';
import { stepTime } from './step-time.ts';
import { threads } from './threads.ts';
import { throughputBound } from './throughput-bound.ts';
import { typicalShare } from './typical-share.ts';
import { warmUp } from './warm-up.ts';

export const physicsChecks: readonly Check[] = [
  epochSteps,
  gemmPeak,
  copyBandwidth,
  throughputBound,
  epochBound,
  epochTime,
  evaluationTime,
  memory,
  loopTime,
  betweenSamples,
  processorTime,
  threads,
  duration,
  warmUp,
  startUp,
  sizes,
  stepTime,
  typicalShare,
  batchGain,
  consistency,
  power,
];
