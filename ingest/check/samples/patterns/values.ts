/** @file Samples that repeat a few values, although the clock could tell more apart. */
import { ascending, median } from '../../../../data/derive/stats.ts';
import { certain, type PatternCheck } from './pattern.ts';

/** Fewer samples allow no conclusion. */
const ENOUGH = 10;

/**
 * The coarsest clock resolution of any runner, in nanoseconds: the performance counter of Windows has 100 ns, or 1024 cycles
 * of a processor of 3 GHz. Apple's has 42 ns.
 */
export const TICK_NS = 350;

/** Equal samples that are further apart from the others than so many ticks are not equal because of the clock. */
const TICKS_APART = 4;

/** Minimum share of distinct values among samples that the clock can tell apart; by chance it is at least 0.6 (1 - 1/e). */
const DISTINCT_SHARE = 0.5;

/** Different values of a list in ascending order. */
function distinctIn(sorted: readonly number[]): number {
  let distinct = 1;
  for (let i = 1; i < sorted.length; i++) if (sorted[i]! > sorted[i - 1]!) distinct += 1;
  return distinct;
}

/** Distances between neighboring values that differ. */
function distancesIn(sorted: readonly number[]): number[] {
  const distances: number[] = [];
  for (let i = 1; i < sorted.length; i++)
    if (sorted[i]! > sorted[i - 1]!) distances.push(sorted[i]! - sorted[i - 1]!);
  return distances;
}

export const values: PatternCheck = (samples) => {
  if (samples.length < ENOUGH) return null;
  const sorted = ascending(samples);
  const from = Math.floor(0.25 * (sorted.length - 1));
  const middle = sorted.slice(from, Math.ceil(0.75 * (sorted.length - 1)) + 1);
  const distinct = distinctIn(middle);
  if (distinct === 1 || distinct >= DISTINCT_SHARE * middle.length) return null;
  return median(distancesIn(middle)) > TICKS_APART * TICK_NS
    ? certain(`the middle ${middle.length} samples have only ${distinct} different values`)
    : null;
};
