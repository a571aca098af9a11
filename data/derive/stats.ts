/** @file Statistics of samples: pure functions over arrays of finite numbers. They throw on an empty array. */

import { toAscending } from './sorting/ascending.ts';

/** Minimum number of values for a 95 % interval of the median by order statistics (P = 1 - 2 * 0.5^n). */
export const MIN_FOR_MEDIAN_CI = 6;

/** From this length on, what is computed of a list is kept, however many statistics are taken of it. */
const WORTH_KEEPING = 10;

/** What was computed of a list; null until it is needed. */
interface Known {
  ordered: number[] | null;
  sum: number | null;
  squares: number | null;
}

/** Of lists that are still in use; a list of samples never changes after it was read. */
const kept = new WeakMap<readonly number[], Known>();

/** Several statistics are taken of one list in a row: remembering the last one is cheaper than to look it up. */
let lastValues: readonly number[] = [];
let lastKnown: Known | null = null;

function knownOf(values: readonly number[]): Known {
  if (values === lastValues && lastKnown !== null) return lastKnown;
  let known = kept.get(values);
  if (known === undefined) {
    known = { ordered: null, sum: null, squares: null };
    if (values.length < WORTH_KEEPING) return known;
    kept.set(values, known);
  }
  [lastValues, lastKnown] = [values, known];
  return known;
}

/** The values in ascending order; the result is shared, so it must not be changed. */
export function ascending(values: readonly number[]): readonly number[] {
  if (values.length === 0) throw new RangeError('no values: a statistic needs at least one');
  const known = knownOf(values);
  known.ordered ??= toAscending(values);
  return known.ordered;
}

/** The sum, added in the order of the list. */
export function sumOf(values: readonly number[]): number {
  const known = knownOf(values);
  if (known.sum === null) {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i]!;
    known.sum = sum;
  }
  return known.sum;
}

/** The mean squared deviation from the mean. */
export function varianceOf(values: readonly number[]): number {
  const known = knownOf(values);
  if (known.squares === null) {
    const mean = sumOf(values) / values.length;
    let squares = 0;
    for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
    known.squares = squares;
  }
  return known.squares / values.length;
}

/** Number of different values, counted up to a low limit, so that lists of many are not read to their end. */
export function differentUpTo(values: readonly number[], most: number): number {
  const different: number[] = [];
  for (let i = 0; i < values.length && different.length < most; i++)
    if (!different.includes(values[i]!)) different.push(values[i]!);
  return different.length;
}

/** The middle value, or the mean of the two middle values for an even count. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The p-quantile, 0 <= p <= 1, by linear interpolation between order statistics (Hyndman & Fan 1996, type 7). */
export function quantile(values: readonly number[], p: number): number {
  if (values.length === 1) return values[0]!;
  const ordered = ascending(values);
  const position = (ordered.length - 1) * p;
  const below = Math.floor(position);
  const low = ordered[below]!;
  const high = ordered[Math.min(below + 1, ordered.length - 1)]!;
  return low + (high - low) * (position - below);
}

/**
 * Median absolute deviation from the median, unscaled. The deviations are taken in ascending order from the middle of the
 * sorted values outward, so that they need no sorting of their own.
 */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const ordered = ascending(values);
  const centre = median(values);
  const position = (ordered.length - 1) / 2;
  let above = 0;
  while (above < ordered.length && ordered[above]! < centre) above += 1;
  let below = above - 1;
  let [before, last] = [0, 0];
  for (let taken = 0; taken <= Math.ceil(position); taken++) {
    const low = below < 0 ? Infinity : Math.abs(ordered[below]! - centre);
    const high = above < ordered.length ? Math.abs(ordered[above]! - centre) : Infinity;
    before = last;
    if (low <= high) below -= 1;
    else above += 1;
    last = Math.min(low, high);
  }
  return Number.isInteger(position) ? last : before + (last - before) * 0.5;
}

/** exp of the mean logarithm; every value must be above 0. */
export function geometricMean(values: readonly number[]): number {
  const ordered = ascending(values);
  if (ordered[0]! <= 0) throw new RangeError(`a geometric mean needs values above 0, got ${ordered[0]}`);
  return Math.exp(ordered.reduce((sum, value) => sum + Math.log(value), 0) / ordered.length);
}

export interface Interval {
  low: number;
  high: number;
  /** `95%` = distribution-free interval of the median; `range` = smallest to largest, for fewer than 6 values. */
  kind: '95%' | 'range';
}

/**
 * Rank, from 1, of the lower end of the distribution-free 95 % interval of the median of n values: the largest r with
 * P(Binomial(n, 1/2) < r) <= 0.025. The upper end is rank n + 1 - r. (Hoefler & Belli, SC'15, section 4.2.2,
 * 10.1145/2807591.2807644, use the normal approximation; this is exact.)
 */
function lowerRank(n: number): number {
  let logProbability = -n * Math.LN2;
  let cumulative = Math.exp(logProbability);
  let rank = 0;
  while (cumulative <= 0.025) {
    logProbability += Math.log((n - rank) / (rank + 1));
    rank += 1;
    cumulative += Math.exp(logProbability);
  }
  return rank;
}

/** Interval of the median; null for a single value. */
export function medianInterval(values: readonly number[]): Interval | null {
  const ordered = ascending(values);
  const n = ordered.length;
  if (n === 1) return null;
  if (n < MIN_FOR_MEDIAN_CI) return { low: ordered[0]!, high: ordered[n - 1]!, kind: 'range' };
  const rank = lowerRank(n);
  return { low: ordered[rank - 1]!, high: ordered[n - rank]!, kind: '95%' };
}

/** Allowed relative difference between the medians of the two halves of a warm-up (methodology: steady state). */
const STEADY_WITHIN = 0.05;

/** Whether the median of the second half is within 5 % of that of the first; false for fewer than two samples. */
export function isSteady(samplesNs: readonly number[]): boolean {
  if (samplesNs.length < 2) return false;
  const middle = samplesNs.length >> 1;
  const first = median(samplesNs.slice(0, middle));
  return Math.abs(median(samplesNs.slice(middle)) - first) <= STEADY_WITHIN * first;
}

/** Times faster; above 1 `value` is better than `reference`. Both have the same unit and are above 0. */
export function timesFaster(higherIsBetter: boolean, value: number, reference: number): number {
  return higherIsBetter ? value / reference : reference / value;
}

/** A power law y = c x^slope, fitted as a straight line through the logarithms. */
export interface LogLogFit {
  slope: number;
  /** Share of the variance of log y that the line explains, 0 to 1; 1 if y does not vary. */
  r2: number;
  /** Number of points. */
  n: number;
}

/**
 * Ordinary least squares of log y over log x: the slope is how a time grows with a size (1 linear, 2 quadratic).
 * @throws RangeError if a value is not above 0 or there are no two different x
 */
export function logLogFit(points: readonly { x: number; y: number }[]): LogLogFit {
  if (points.some(({ x, y }) => !(x > 0 && y > 0)))
    throw new RangeError('a log-log fit needs values above 0');
  const xs = points.map(({ x }) => Math.log(x));
  const ys = points.map(({ y }) => Math.log(y));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [centreX, centreY] = [mean(xs), mean(ys)];
  const squaredX = xs.reduce((sum, x) => sum + (x - centreX) ** 2, 0);
  if (new Set(xs).size < 2) throw new RangeError('a log-log fit needs two different x');
  const crossed = xs.reduce((sum, x, i) => sum + (x - centreX) * (ys[i]! - centreY), 0);
  const slope = crossed / squaredX;
  const total = ys.reduce((sum, y) => sum + (y - centreY) ** 2, 0);
  const rest = ys.reduce((sum, y, i) => sum + (y - centreY - slope * (xs[i]! - centreX)) ** 2, 0);
  return { slope, r2: total === 0 ? 1 : Math.max(0, 1 - rest / total), n: points.length };
}
