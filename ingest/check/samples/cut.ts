/** @file P10: measured samples thin out towards the slowest one. Where the slow ones were left out, they end abruptly. */
import type { Repetition } from '../../../data/contract/outcome.ts';
import { ascending } from '../../../data/derive/stats.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Fewer samples of a repetition have no shape, and fewer of all together show it too seldom. */
const ENOUGH_OF_ONE = 45;
const ENOUGH = 120;

/** The slowest eighth, quarter and half: samples of a device with two clocks may end abruptly on one of these scales. */
const SHARES = [1 / 8, 1 / 4, 1 / 2];

/**
 * Mean place of the slowest samples between the fastest and the slowest of them, 0 to 1. It is 0.5 up to an abrupt end, and
 * 0.1 to 0.35 where the samples thin out as in normal, log-normal, gamma and exponential tails.
 */
const ABRUPT = 0.42;

/** The mean place of the slowest `share` of samples in ascending order. */
function placeOf(sorted: readonly number[] | Float64Array, share: number): number {
  const first = sorted.length - 1 - Math.ceil(share * sorted.length);
  const [low, high] = [sorted[first]!, sorted[sorted.length - 1]!];
  let sum = 0;
  for (let i = first + 1; i < sorted.length - 1; i++) sum += sorted[i]! - low;
  return high === low ? 0 : sum / (sorted.length - 2 - first) / (high - low);
}

/** How abruptly the samples of all repetitions end, on the scale on which they do least. */
function abruptness(lists: readonly Repetition['samplesNs'][]): number {
  const sorted = lists.map(ascending);
  const means = SHARES.map(
    (share) => sorted.reduce((sum, list) => sum + placeOf(list, share), 0) / lists.length,
  );
  return Math.min(...means);
}

function cutOf(measurement: Measurement): CheckFinding[] {
  const lists = measurement.outcome.repetitions
    .filter(({ convergence }) => convergence === null)
    .map(({ samplesNs }) => samplesNs);
  const count = lists.reduce((sum, { length }) => sum + length, 0);
  if (count < ENOUGH || lists.some(({ length }) => length < ENOUGH_OF_ONE)) return [];
  if (abruptness(lists) <= ABRUPT) return [];
  const text = `the ${count} samples end abruptly at the slowest one, as if slower ones were left out`;
  return [{ check: 'p10-odd-samples', severity: 'flag', measurement, text }];
}

/** Quick tests are not checked, because browsers round their clocks on purpose. */
export const cut: Check = ({ file, measurements }) =>
  file.submission.runner.origin === 'browser' ? [] : measurements.flatMap(cutOf);
