/**
 * @file P10: two measured times are equal to the nanosecond as seldom as they differ by any other small number of ticks. Where
 * samples were drawn again from others, more of them are equal than the clock explains.
 */
import { ascending } from '../../../../data/derive/stats.ts';
import type { Measurement } from '../../../values/measurement.ts';
import type { Check, CheckFinding } from '../../contract/check.ts';
import { TICK_NS } from '../patterns/values.ts';

/** A difference that rounding alone makes: readings are whole nanoseconds, of clocks that count in doubles. */
const ROUNDING_NS = 3;

/** Differences that a clock may have as its tick, in nanoseconds; the last one is the coarsest. */
const TICKS = [10, 20, 45, 100, 150, TICK_NS];

/** A tick is no longer than a difference that so many of the small ones do not exceed. Corrected clocks leave single ones. */
const SHOWN = { fewest: 3, share: 0.05 };

/** Multiple of the tick up to which pairs are counted: far enough for their number, near enough for one density. */
const NEAR = 20;

/** Chance of so many equal samples, below which they are doubted. */
const CHANCE = 1e-7;

/** Number of pairs of ascending samples that differ by at most `most`. */
function pairsUpTo(most: number, sorted: readonly number[]): number {
  let [pairs, first] = [0, 0];
  for (let i = 1; i < sorted.length; i++) {
    while (sorted[i]! - sorted[first]! > most) first += 1;
    pairs += i - first;
  }
  return pairs;
}

type Lists = readonly (readonly number[])[];

const sumOver = (lists: Lists, of: (list: readonly number[]) => number): number =>
  lists.reduce((sum, list) => sum + of(list), 0);

/** The most that the tick of the clock can be, by the differences that occur. */
function tickOf(lists: Lists): number {
  const within = (most: number) => sumOver(lists, (list) => pairsUpTo(most, list));
  const rounding = within(ROUNDING_NS);
  const enough = Math.max(SHOWN.fewest, SHOWN.share * (within(TICK_NS) - rounding));
  return TICKS.find((ticks) => within(ticks) - rounding >= enough) ?? TICK_NS;
}

/** Samples that are equal to one before them. */
function equalIn(sorted: readonly number[]): number {
  let equal = 0;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) equal += 1;
  return equal;
}

/** An upper bound of the expected number of equal samples: of the near pairs, one of twice as many as there are ticks. */
function expectedIn(lists: Lists, tickNs: number): number {
  const near = sumOver(lists, (list) => pairsUpTo(NEAR * tickNs, list) - pairsUpTo(0, list));
  return (near + 3 * Math.sqrt(near) + 3) / (2 * NEAR);
}

/** An upper bound of the chance of at least `count` events where `mean` are expected (Chernoff). */
const chanceOf = (count: number, mean: number): number =>
  count <= mean ? 1 : Math.exp(count - mean - count * Math.log(count / mean));

/** Quick tests are not checked, because browsers round their clocks on purpose. */
export const equalSamples: Check = ({ file, measurements }) => {
  if (file.submission.runner.origin === 'browser') return [];
  const all = measurements.map((measurement) => ({ measurement, lists: listsOf(measurement) }));
  const lists = all.flatMap((one) => one.lists);
  const equal = sumOver(lists, equalIn);
  if (equal === 0) return [];
  const expected = expectedIn(lists, tickOf(lists));
  if (chanceOf(equal, expected) > CHANCE) return [];
  return all
    .filter((one) => sumOver(one.lists, equalIn) > 0)
    .map(({ measurement }): CheckFinding => {
      const text = `${equal} samples of this file are equal to another one of their list, where its clock lets expect ${Math.ceil(expected)} at most`;
      return { check: 'p10-odd-samples', severity: 'flag', measurement, text };
    });
};

const listsOf = ({ outcome }: Measurement): Lists =>
  outcome.repetitions
    .filter(({ convergence }) => convergence === null)
    .map(({ samplesNs }) => ascending(samplesNs));
