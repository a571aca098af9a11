/** @file The checks of samples: how many there are, how long they took, and whether a clock recorded them. */
import type { Check } from '../contract/check.ts';
import { agreement } from './agreement.ts';
import { clock } from './clock.ts';
import { counts } from './counts.ts';
import { cut } from './cut.ts';
import { equalSamples } from './equal-samples.ts';
import { realSamples } from './real-samples.ts';
import { repeatedStretch } from './repeated-stretch.ts';
import { repetitions } from './repetitions.ts';
import { spread } from './spread.ts';
import { thinning } from './thinning.ts';
import { times } from './times.ts';

export const sampleChecks: readonly Check[] = [
  times,
  repetitions,
  counts,
  thinning,
  realSamples,
  clock,
  cut,
  equalSamples,
  agreement,
  repeatedStretch,
  spread,
];
