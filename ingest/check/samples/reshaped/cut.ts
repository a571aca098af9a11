/** @file P10: measured samples thin out towards the slowest one. Where the slow ones were left out, they end abruptly. */
import { ascending, median } from '../../../../data/derive/stats.ts';
import type { Measurement } from '../../../values/measurement.ts';
import type { Check, CheckFinding } from '../../contract/check.ts';

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

/** Samples without a slow tail. Together, also short lists show whether they have one. */
const NO_TAIL = { lean: 0.5, abrupt: 0.38, shares: [1 / 4, 1 / 2], ofOne: 12, ofFile: 60, ofResult: 120 };

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

const meanOf = (lists: Lists, of: (list: readonly number[]) => number): number =>
  lists.reduce((sum, list) => sum + of(list), 0) / lists.length;

/** How abruptly lists end, on the scale on which they do least. */
const abruptness = (lists: Lists, place: typeof placeOf, shares = SHARES): number =>
  Math.min(...shares.map((share) => meanOf(lists, (list) => place(list, share))));

const countOf = (lists: Lists): number => lists.reduce((sum, { length }) => sum + length, 0);

function isCut(lists: Lists): boolean {
  if (countOf(lists) < ENOUGH || abruptness(lists, placeOf) <= ABRUPT) return false;
  return lists.every(({ length }) => length >= LONG) || abruptness(lists, fastPlaceOf) <= GRADUAL;
}

/** Place of the median between the slowest and the fastest sample, 0 to 1. */
function leanOf(sorted: readonly number[]): number {
  const [low, high] = [sorted[0]!, sorted[sorted.length - 1]!];
  return high === low ? 1 : (high - median(sorted)) / (high - low);
}

/**
 * Whether lists have no slow tail: they end rather abruptly, and no farther from their median than they begin. The hardware
 * bounds how fast a sample is, and nothing how long it is held up, so that the slowest one is the farthest from the median: in
 * the files of this repository its mean distance is 0.62 of the whole range and more, and their ends are at 0.32 and less.
 */
const lacksTail = (lists: Lists, fewest: number): boolean =>
  countOf(lists) >= fewest &&
  meanOf(lists, leanOf) < NO_TAIL.lean &&
  abruptness(lists, placeOf, NO_TAIL.shares) > NO_TAIL.abrupt;

/** The samples of each repetition in ascending order; empty if one of them has less than `fewest`. */
function listsOf({ outcome }: Measurement, fewest: number): Lists {
  const timed = outcome.repetitions.filter(({ convergence }) => convergence === null);
  return timed.some(({ samplesNs }) => samplesNs.length < fewest)
    ? []
    : timed.map(({ samplesNs }) => ascending(samplesNs));
}

const finding = (measurement: Measurement, whose: string): CheckFinding => ({
  check: 'p10-odd-samples',
  severity: 'flag',
  measurement,
  text: `${whose} end abruptly at the slowest one, as if slower ones were left out`,
});

interface Listed {
  measurement: Measurement;
  lists: Lists;
}

const listed = (measurements: readonly Measurement[], fewest: number): Listed[] =>
  measurements
    .map((measurement) => ({ measurement, lists: listsOf(measurement, fewest) }))
    .filter(({ lists }) => lists.length > 0);

/** Whoever leaves out the slow samples does so in all lists, which together are enough; or in those of one result. */
function findingsOf(
  all: readonly Listed[],
  ofFile: (lists: Lists) => boolean,
  ofResult: (lists: Lists) => boolean,
): CheckFinding[] {
  if (ofFile(all.flatMap(({ lists }) => lists)))
    return all.map(({ measurement }) => finding(measurement, 'the samples of this file'));
  return all
    .filter(({ lists }) => ofResult(lists))
    .map(({ measurement, lists }) => finding(measurement, `the ${countOf(lists)} samples`));
}

/** Quick tests are not checked, because browsers round their clocks on purpose. */
export const cut: Check = ({ file, measurements }) => {
  if (file.submission.runner.origin === 'browser') return [];
  const abrupt = findingsOf(listed(measurements, ENOUGH_OF_ONE), isCut, isCut);
  if (abrupt.length > 0) return abrupt;
  return findingsOf(
    listed(measurements, NO_TAIL.ofOne),
    (lists) => lacksTail(lists, NO_TAIL.ofFile),
    (lists) => lacksTail(lists, NO_TAIL.ofResult),
  );
};
