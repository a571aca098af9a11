/** @file Samples that repeat a few values, although the clock could tell more apart. */
import { ascending, quantile } from '../../../../data/derive/stats.ts';
import { certain, type PatternCheck } from './pattern.ts';

/** Fewer samples allow no conclusion. */
const ENOUGH = 10;

/** The coarsest clock resolution of any runner, in nanoseconds (Windows' performance counter; Apple's is 42 ns). */
const TICK_NS = 100;

/** Minimum share of distinct values among those that the clock can distinguish; by chance it is at least 0.6 (1 - 1/e). */
const DISTINCT_SHARE = 0.5;

export const values: PatternCheck = (samples) => {
  if (samples.length < ENOUGH) return null;
  const [low, high] = [quantile(samples, 0.25), quantile(samples, 0.75)];
  let [count, distinct, before] = [0, 0, Number.NaN];
  for (const ns of ascending(samples)) {
    if (ns < low || ns > high) continue;
    count += 1;
    if (ns !== before) distinct += 1;
    before = ns;
  }
  const possible = Math.min(count, 1 + (high - low) / TICK_NS);
  return distinct < DISTINCT_SHARE * possible
    ? certain(`the middle ${count} samples have only ${distinct} different values`)
    : null;
};
