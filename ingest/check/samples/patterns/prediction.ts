/** @file Samples that follow from the two before them, as in a progression, a sine or two values in turn. */
import { MAX_SAMPLES } from '../../../../data/contract/repetition.ts';
import { differentUpTo, median, medianAbsoluteDeviation } from '../../../../data/derive/stats.ts';
import { certain, type PatternCheck } from './pattern.ts';

/** Fewer samples leave a fit with three coefficients too much freedom. */
const ENOUGH = 12;

/** An interruption counts only up to this many deviations from the median: two of them could explain each other. */
const CLIPPED = 4;

/** Room for the samples of one repetition after another. */
const room = new Float64Array(MAX_SAMPLES);

/** The samples with those far from the median moved near it; valid until the next call. */
function clipped(samples: readonly number[]): Readonly<Float64Array> {
  const [middle, deviation] = [median(samples), medianAbsoluteDeviation(samples)];
  const [low, high] = [middle - CLIPPED * deviation, middle + CLIPPED * deviation];
  const within = room.subarray(0, samples.length);
  for (let i = 0; i < within.length; i++) {
    const ns = samples[i]!;
    within[i] = ns < low ? low : ns > high ? high : ns;
  }
  return within;
}

/** The share of the variance that a fit leaves unexplained; of measured samples it is 0.1 and more. */
const LEAST_UNEXPLAINED = 0.005;

/** The unexplained share of the variance after least squares of each value over the two before it. */
function unexplained(samples: Readonly<Float64Array>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]!;
  const middle = sum / samples.length;
  // Sums of products of the values (now) with those one and two before: the normal equations of the fit.
  let [nowNow, nowOne, nowTwo, oneOne, oneTwo, twoTwo] = [0, 0, 0, 0, 0, 0];
  for (let i = 2; i < samples.length; i++) {
    const now = samples[i]! - middle;
    const one = samples[i - 1]! - middle;
    const two = samples[i - 2]! - middle;
    nowNow += now * now;
    nowOne += now * one;
    nowTwo += now * two;
    oneOne += one * one;
    oneTwo += one * two;
    twoTwo += two * two;
  }
  if (nowNow === 0) return 1;
  const determinant = oneOne * twoTwo - oneTwo * oneTwo;
  const [u, v] =
    determinant > 1e-9 * oneOne * twoTwo
      ? [(nowOne * twoTwo - nowTwo * oneTwo) / determinant, (oneOne * nowTwo - nowOne * oneTwo) / determinant]
      : [oneOne === 0 ? 0 : nowOne / oneOne, 0];
  let rest = 0;
  for (let i = 2; i < samples.length; i++)
    rest += (samples[i]! - middle - u * (samples[i - 1]! - middle) - v * (samples[i - 2]! - middle)) ** 2;
  return rest / nowNow;
}

export const prediction: PatternCheck = (samples) => {
  // A coarse clock leaves few values, which another pattern counts.
  if (samples.length < ENOUGH || differentUpTo(samples, ENOUGH / 2) < ENOUGH / 2) return null;
  const share = unexplained(clipped(samples));
  return share < LEAST_UNEXPLAINED
    ? certain(
        `each of ${samples.length} samples follows from the two before it within ${(100 * Math.sqrt(share)).toFixed(1)} % of their scatter`,
      )
    : null;
};
