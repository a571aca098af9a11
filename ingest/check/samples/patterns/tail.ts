/** @file Samples whose slow part is missing: they end where they are densest. */
import { ascending } from '../../../../data/derive/stats.ts';
import { likely, type PatternCheck } from './pattern.ts';

/** Fewer samples show no shape. */
const ENOUGH = 30;

/**
 * Share of the samples in the upper quarter of their range. A bell has a tenth there, a uniform distribution a quarter, the
 * lower half of a bell half of them, and measured times, which have a long right tail, nearly none.
 */
const HIGHEST_SHARE = 0.4;

/** What an interruption left of the range does not count: the range begins at this quantile. */
const FROM = 0.02;

export const tail: PatternCheck = (samples) => {
  if (samples.length < ENOUGH) return null;
  const sorted = ascending(samples);
  const [low, high] = [sorted[Math.floor(FROM * sorted.length)]!, sorted.at(-1)!];
  const limit = high - (high - low) / 4;
  let highest = 0;
  while (highest < sorted.length && sorted[sorted.length - 1 - highest]! > limit) highest += 1;
  const share = highest / sorted.length;
  return share > HIGHEST_SHARE
    ? likely(
        `${Math.round(100 * share)} % of ${samples.length} samples are in the slowest quarter of their range, as if slower ones were left out`,
      )
    : null;
};
