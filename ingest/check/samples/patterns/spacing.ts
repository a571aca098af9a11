/** @file Samples that lie as evenly as the quantiles of a formula. */
import { MAX_SAMPLES } from '../../../../data/contract/repetition.ts';
import { ascending, median } from '../../../../data/derive/stats.ts';
import { certain, type PatternCheck } from './pattern.ts';
import { TICK_NS } from './values.ts';

/** Fewer neighbors have even distances by chance. */
const ENOUGH = 50;

/**
 * Distances between neighbors of independent samples are exponential, and the logarithm of the ratio of two of them is
 * logistic: the median of its amount is ln 3, with a standard deviation of 4/3 / sqrt(n).
 */
const EXPECTED = Math.log(3);
const DEVIATION = 4 / 3;

/** One honest list in a million lies so far below. */
const STANDARD_DEVIATIONS = 5;

/** Distances of few ticks of the clock take few values, so their ratios are even by themselves. */
const LEAST_DISTANCE_NS = 4 * TICK_NS;

type Values = Readonly<Float64Array>;

/** Whether the median is certainly below a bound, because more than half of the values are. */
const isMedianBelow = (bound: number, values: Values): boolean =>
  countBelow(bound, values) > values.length / 2;

/** Whether the median is certainly not below a bound, because at most half of the values are: cheaper than to sort them. */
const isMedianFrom = (bound: number, values: Values): boolean =>
  countBelow(bound, values) <= Math.floor((values.length - 1) / 2);

function countBelow(bound: number, values: Values): number {
  let below = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! < bound) below += 1;
  return below;
}

/** Room for the distances and ratios of one list after another. */
const distancesRoom = new Float64Array(MAX_SAMPLES);
const ratiosRoom = new Float64Array(MAX_SAMPLES);

/** Distances between neighbors that differ; valid until the next call. */
function distancesOf(sorted: readonly number[]): Values {
  let count = 0;
  for (let i = 1; i < sorted.length; i++) {
    const distance = sorted[i]! - sorted[i - 1]!;
    if (distance > 0) distancesRoom[count++] = distance;
  }
  return distancesRoom.subarray(0, count);
}

/** Logarithms of the ratios of neighboring distances; valid until the next call. */
function ratiosOf(distances: Values): Values {
  const ratios = ratiosRoom.subarray(0, distances.length - 1);
  for (let i = 0; i < ratios.length; i++) ratios[i] = Math.abs(Math.log(distances[i + 1]! / distances[i]!));
  return ratios;
}

const medianOf = (values: Values): number => median([...values]);

/** The lowest median of so many logarithms that chance explains. */
const leastOf = (ratios: number): number => EXPECTED - (STANDARD_DEVIATIONS * DEVIATION) / Math.sqrt(ratios);

/** Whether the median of the logarithms may be below its bound: without taking them, and with room for rounding. */
function mayBeEven(distances: Values): boolean {
  const least = leastOf(distances.length - 1);
  const [low, high] = [Math.exp(-least) * (1 - 1e-9), Math.exp(least) * (1 + 1e-9)];
  let near = 0;
  for (let i = 1; i < distances.length; i++) {
    const ratio = distances[i]! / distances[i - 1]!;
    if (ratio > low && ratio < high) near += 1;
  }
  return near > Math.floor((distances.length - 2) / 2);
}

export const spacing: PatternCheck = (samples) => {
  if (samples.length <= ENOUGH) return null;
  const distances = distancesOf(ascending(samples));
  if (distances.length < ENOUGH) return null;
  if (isMedianBelow(LEAST_DISTANCE_NS, distances)) return null;
  if (!isMedianFrom(LEAST_DISTANCE_NS, distances) && medianOf(distances) < LEAST_DISTANCE_NS) return null;
  if (!mayBeEven(distances)) return null;
  const ratios = ratiosOf(distances);
  const least = leastOf(ratios.length);
  if (isMedianFrom(least, ratios)) return null;
  const evenness = medianOf(ratios);
  return evenness < least
    ? certain(
        `${samples.length} samples lie too evenly: neighbors are apart by a factor of ${Math.exp(evenness).toFixed(2)}, chance makes it 3`,
      )
    : null;
};
