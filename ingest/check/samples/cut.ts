/** @file P10: measured samples thin out towards the slowest one. Where the slow ones were left out, they end abruptly. */
import { ascending } from '../../../data/derive/stats.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Fewer samples of a repetition have no shape. */
const ENOUGH_OF_ONE = 25;
/** From so many on, a list shows its own shape; shorter ones only if their fast end is unlike it. */
const LONG = 45;
/** Fewer of all together show it too seldom: of one result, and of all results of a file with lists that are too short. */
const ENOUGH = 120;

/** The slowest eighth, quarter and half: samples of a device with two clocks may end abruptly on one of these scales. */
const SHARES = [1 / 8, 1 / 4, 1 / 2];

/**
 * Mean place of the slowest samples between the fastest and the slowest of them, 0 to 1. It is 0.5 up to an abrupt end, and
 * 0.1 to 0.35 where the samples thin out as in normal, log-normal, gamma and exponential tails.
 */
const ABRUPT = 0.42;
/** The same at the fast end, below which it is not abrupt. */
const GRADUAL = 0.35;

/** The mean place of the slowest `share` of samples in ascending order. */
function placeOf(sorted: readonly number[], share: number): number {
  const first = sorted.length - 1 - Math.ceil(share * sorted.length);
  const [low, high] = [sorted[first]!, sorted[sorted.length - 1]!];
  let sum = 0;
  for (let i = first + 1; i < sorted.length - 1; i++) sum += sorted[i]! - low;
  return high === low ? 0 : sum / (sorted.length - 2 - first) / (high - low);
}

/** The same of the fastest ones, by their distance from the slowest of them. */
function fastPlaceOf(sorted: readonly number[], share: number): number {
  const last = Math.ceil(share * sorted.length);
  const [low, high] = [sorted[0]!, sorted[last]!];
  let sum = 0;
  for (let i = 1; i < last; i++) sum += high - sorted[i]!;
  return high === low ? 0 : sum / (last - 1) / (high - low);
}

type Lists = readonly (readonly number[])[];

/** How abruptly lists end, on the scale on which they do least. */
const abruptness = (lists: Lists, place: typeof placeOf): number =>
  Math.min(...SHARES.map((share) => lists.reduce((sum, list) => sum + place(list, share), 0) / lists.length));

function isCut(lists: Lists): boolean {
  const count = lists.reduce((sum, { length }) => sum + length, 0);
  if (count < ENOUGH || abruptness(lists, placeOf) <= ABRUPT) return false;
  return lists.every(({ length }) => length >= LONG) || abruptness(lists, fastPlaceOf) <= GRADUAL;
}

/** The samples of each repetition in ascending order; empty if one of them is too short. */
function listsOf({ outcome }: Measurement): Lists {
  const timed = outcome.repetitions.filter(({ convergence }) => convergence === null);
  return timed.some(({ samplesNs }) => samplesNs.length < ENOUGH_OF_ONE)
    ? []
    : timed.map(({ samplesNs }) => ascending(samplesNs));
}

const finding = (measurement: Measurement, whose: string): CheckFinding => ({
  check: 'p10-odd-samples',
  severity: 'flag',
  measurement,
  text: `${whose} end abruptly at the slowest one, as if slower ones were left out`,
});

/** Quick tests are not checked, because browsers round their clocks on purpose. */
export const cut: Check = ({ file, measurements }) => {
  if (file.submission.runner.origin === 'browser') return [];
  const all = measurements.map((measurement) => ({ measurement, lists: listsOf(measurement) }));
  const long = all.filter(({ lists }) => lists.length > 0);
  // Whoever leaves out the slow samples does so in all lists, which together are enough.
  if (isCut(long.flatMap(({ lists }) => lists)))
    return long.map(({ measurement }) => finding(measurement, 'the samples of this file'));
  return long
    .filter(({ lists }) => isCut(lists))
    .map(({ measurement, lists }) =>
      finding(measurement, `the ${lists.reduce((sum, { length }) => sum + length, 0)} samples`),
    );
};
