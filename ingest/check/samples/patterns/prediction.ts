/** @file Samples that follow from the two before them, as in a progression, a sine or two values in turn. */
import { median, medianAbsoluteDeviation } from '../../../../data/derive/stats.ts';
import { certain, mean, type PatternCheck } from './pattern.ts';

/** Fewer samples leave a fit with three coefficients too much freedom. */
const ENOUGH = 12;

/** An interruption counts only up to this many deviations from the median: two of them could explain each other. */
const CLIPPED = 4;

/** The samples with those far from the median moved near it. */
function clipped(samples: readonly number[]): number[] {
  const [middle, deviation] = [median(samples), medianAbsoluteDeviation(samples)];
  const [low, high] = [middle - CLIPPED * deviation, middle + CLIPPED * deviation];
  return samples.map((ns) => Math.min(high, Math.max(low, ns)));
}

/** The share of the variance that a fit leaves unexplained; of measured samples it is 0.1 and more. */
const LEAST_UNEXPLAINED = 0.005;

/** The sum of products of two series. */
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** The unexplained share of the variance after least squares of each value over the two before it. */
function unexplained(samples: readonly number[]): number {
  const middle = mean(samples);
  const centered = samples.map((ns) => ns - middle);
  const [now, one, two] = [centered.slice(2), centered.slice(1, -1), centered.slice(0, -2)];
  const [a, b, d] = [dot(one, one), dot(one, two), dot(two, two)];
  const [p, q] = [dot(one, now), dot(two, now)];
  const determinant = a * d - b * b;
  const total = dot(now, now);
  if (total === 0) return 1;
  const [u, v] =
    determinant > 1e-9 * a * d
      ? [(p * d - q * b) / determinant, (a * q - b * p) / determinant]
      : [a === 0 ? 0 : p / a, 0];
  const rest = now.map((value, i) => value - u * one[i]! - v * two[i]!);
  return dot(rest, rest) / total;
}

export const prediction: PatternCheck = (samples) => {
  // A coarse clock leaves few values, which another pattern counts.
  if (samples.length < ENOUGH || new Set(samples).size < ENOUGH / 2) return null;
  const share = unexplained(clipped(samples));
  return share < LEAST_UNEXPLAINED
    ? certain(
        `each of ${samples.length} samples follows from the two before it within ${(100 * Math.sqrt(share)).toFixed(1)} % of their scatter`,
      )
    : null;
};
