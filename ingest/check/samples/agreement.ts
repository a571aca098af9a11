/**
 * @file P33: the samples of two repetitions scatter independently. Where one list was dealt out to all repetitions, their
 * distributions agree more closely than chance allows; where one was repeated with some noise, their small ups and downs do.
 */
import type { Repetition } from '../../../data/contract/repetition.ts';
import { remembered } from '../../../data/derive/cells/shared.ts';
import { ascending } from '../../../data/derive/stats.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Chance of independent samples to agree so closely, below which they are doubted: far below one in all results ever sent. */
const CHANCE = 1e-7;

/** A clock with few ticks gives equal samples, which agree by themselves. */
const LEAST_DISTINCT = 0.9;

/** Of longer lists the first samples: they are enough. */
const MOST = 500;

/** The largest difference of the two numbers of samples up to any time, of two ascending lists of equal length. */
function largestLead(one: readonly number[], other: readonly number[]): number {
  let [i, j, most] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    if (one[i]! <= other[j]!) i += 1;
    else j += 1;
    most = Math.max(most, Math.abs(i - j));
  }
  return most;
}

/**
 * Chance that the lead of two independent lists of `count` samples of one distribution never exceeds `lead`: paths of
 * 2 x count steps between two walls, of all that return (Kolmogorov-Smirnov with two equal samples; Feller 1968, vol. 1,
 * ch. 14). Drift between repetitions, and samples that depend on each other, only widen the lead.
 */
function chanceOf(lead: number, count: number): number {
  return Math.sqrt(Math.PI * count) * Math.cos(Math.PI / (2 * lead + 2)) ** (2 * count);
}

/** The first samples of a long list. It is compared with the one before and the one after, so they are sorted only once. */
const longStart = remembered((samples: readonly number[]) => samples.slice(0, MOST));

/** The first samples in ascending order. */
function startOf(samples: readonly number[], count: number): readonly number[] {
  if (samples.length === count) return ascending(samples);
  return ascending(count === MOST ? longStart(samples) : samples.slice(0, count));
}

/** Whether a clock told the samples apart. */
const isFine = (samples: ArrayLike<number> & Iterable<number>): boolean =>
  new Set(samples).size >= LEAST_DISTINCT * samples.length;

function agree({ samplesNs: first }: Repetition, { samplesNs: second }: Repetition): boolean {
  const count = Math.min(first.length, second.length, MOST);
  if (chanceOf(1, count) > CHANCE) return false;
  const [one, other] = [startOf(first, count), startOf(second, count)];
  if (chanceOf(Math.max(1, largestLead(one, other)), count) > CHANCE) return false;
  return [one, other].every(isFine);
}

/** Differences of neighboring samples that are compared, and the correlation from which one list follows another. */
const FOLLOWING = { fewest: 12, correlation: 0.8, standardErrors: 6 };

/** The first samples, in which every repetition settles alike. */
const SETTLING = 16;

/** Larger differences are interruptions: they count as much as this multiple of the mean one. */
const MOST_OF_MEAN = 2;

function meanDifference(samples: readonly number[], count: number): number {
  let sum = 0;
  for (let i = 1; i < count; i++) sum += Math.abs(samples[i]! - samples[i - 1]!);
  return sum / (count - 1);
}

/**
 * Whether the small ups and downs of two lists correlate. Only those below the mean of the first list count: garbage is collected
 * in the same places of every repetition, which makes large ones alike (up to 0.67 in the submissions of this repository).
 */
function follows({ samplesNs: first }: Repetition, { samplesNs: second }: Repetition): boolean {
  const count = Math.min(first.length, second.length, MOST);
  if (count <= SETTLING + FOLLOWING.fewest) return false;
  const small = meanDifference(first, count);
  const most = MOST_OF_MEAN * meanDifference(second, count);
  let [together, ofFirst, ofSecond, compared] = [0, 0, 0, 0];
  for (let i = SETTLING; i < count; i++) {
    const one = first[i]! - first[i - 1]!;
    if (Math.abs(one) > small) continue;
    const other = Math.max(-most, Math.min(most, second[i]! - second[i - 1]!));
    together += one * other;
    ofFirst += one * one;
    ofSecond += other * other;
    compared += 1;
  }
  const correlation = together / Math.sqrt(ofFirst * ofSecond);
  if (compared < FOLLOWING.fewest || !(correlation > FOLLOWING.correlation)) return false;
  // Fisher's transformation: its standard error is 1 / sqrt(n - 3).
  return (
    Math.atanh(correlation) * Math.sqrt(compared - 3) > FOLLOWING.standardErrors &&
    [first, second].every((samples) => isFine(samples.slice(0, count)))
  );
}

function findingOf(measurement: Measurement): CheckFinding[] {
  const runs = measurement.outcome.repetitions.filter(({ convergence }) => convergence === null);
  const at = runs.findIndex((one, i) => i > 0 && (follows(runs[i - 1]!, one) || agree(runs[i - 1]!, one)));
  if (at === -1) return [];
  const text = `the samples of the repetitions ${runs[at - 1]!.runIndex} and ${runs[at]!.runIndex} agree more closely than two runs ever do, as if one list was dealt out to both`;
  return [{ check: 'p33-agreement', severity: 'flag', measurement, text }];
}

/** Quick tests are not checked, because browsers round their clocks on purpose. */
export const agreement: Check = ({ file, measurements }) =>
  file.submission.runner.origin === 'browser' ? [] : measurements.flatMap(findingOf);
