/** @file The checks of samples: how many there are, how long they took, and whether a clock recorded them. */
import type { Check } from '../contract/check.ts';
import { agreement } from './agreement.ts';
import { clock } from './clock.ts';
import { counts } from './counts.ts';
import { realSamples } from './real-samples.ts';
import { repetitions } from './repetitions.ts';
import { cut } from './reshaped/cut.ts';
import { equalSamples } from './reshaped/equal-samples.ts';
import { repeatedStretch } from './reshaped/repeated-stretch.ts';
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
