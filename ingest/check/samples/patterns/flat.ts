/** @file Samples that are uniform between two bounds. */
import { ascending } from '../../../../data/derive/stats.ts';
import { likely, type PatternCheck } from './pattern.ts';

/** With fewer samples a bell fits a uniform distribution, too. */
const ENOUGH = 60;

/**
 * Largest difference from the uniform distribution between the smallest and the largest sample, times sqrt(n): three of
 * four uniform lists lie below 1 (Kolmogorov's distribution), and lists with a bell above.
 */
const CLOSEST = 1;

export const flat: PatternCheck = (samples) => {
  if (samples.length < ENOUGH) return null;
  const sorted = ascending(samples);
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  if (high === low) return null;
  const n = sorted.length;
  let distance = 0;
  for (let i = 0; i < n; i++) {
    const expected = (sorted[i]! - low) / (high - low);
    distance = Math.max(distance, Math.abs(expected - i / n), Math.abs((i + 1) / n - expected));
    if (distance * Math.sqrt(n) >= CLOSEST) return null;
  }
  return likely(
    `${n} samples are spread evenly between their smallest and their largest, without a peak or a tail`,
  );
};
