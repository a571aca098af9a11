/** @file The repetitions of one cell -> its outcome in the contract. Pure. */
import {
  type Check,
  MAX_SAMPLES,
  type Ok,
  type Outcome,
  type PeakMemory,
  type Power,
  type Repetition,
} from '../../data/contract/outcome.ts';
import { thin } from '../measure/measure.ts';
import type { ResultMessage } from '../protocol/messages.ts';
import type { Attempt } from '../supervise/supervise.ts';

/** Attempts that came to an end, in the order of their repetitions. */
export type EndedAttempt = Exclude<Attempt, { status: 'stopped' }>;

/** Readings take three times the room of samples, and a mean needs fewer. */
const SAMPLES_PER_READING = 4;

/** Methodology, section 2: with more than one failure among three runs a time to convergence is not valid. */
const MOST_MISSED_SHARE = 1 / 3;

/**
 * What became of a cell: broken as soon as one repetition broke, and then with the repetitions that had finished; failed
 * where training missed its target too often.
 * @param maxSamples Samples that a repetition may keep, so that the whole file stays within its bound.
 */
export function toOutcome(attempts: readonly EndedAttempt[], maxSamples: number = MAX_SAMPLES): Outcome {
  const done = attempts.flatMap((attempt) => (attempt.status === 'ok' ? [attempt] : []));
  const repetitions = done.map(({ result }) => withFewerSamples(result.repetition, maxSamples));
  const broken = attempts.find((attempt) => attempt.status !== 'ok');
  if (broken !== undefined) {
    if (broken.status !== 'unsupported') return { status: broken.status, reason: broken.reason, repetitions };
    // An engine that could and then cannot has failed: its repetitions are worth more than the word.
    return repetitions.length === 0
      ? { status: 'unsupported', reason: broken.reason }
      : { status: 'failed', reason: broken.reason, repetitions };
  }
  const first = done[0];
  if (first === undefined) throw new RangeError('an outcome needs at least one attempt');
  const missed = describeMissed(repetitions);
  if (missed !== null) return { status: 'failed', reason: missed, repetitions };
  const results = done.map(({ result }) => result);
  return {
    status: 'ok',
    engineVersion: first.result.engineVersion,
    observed: first.result.observed,
    repetitions,
    check: worstCheck(results.map(({ check }) => check)),
    peakMemory: highestMemory(done.map(({ peakMemory }) => peakMemory)),
    power: joinPower(
      done.map(({ power }) => power),
      Math.ceil(maxSamples / SAMPLES_PER_READING),
    ),
    extrapolated: fewestSteps(results),
  };
}

/** Why the training runs of a cell do not count; null where they do, or where it does not train to a target. */
function describeMissed(repetitions: readonly Repetition[]): string | null {
  const runs = repetitions.flatMap(({ convergence }) => convergence ?? []);
  const missed = runs.filter(({ reached }) => !reached);
  const first = missed[0];
  if (first === undefined || missed.length <= MOST_MISSED_SHARE * runs.length) return null;
  const best = Math.max(...missed.flatMap(({ epochs }) => epochs.map(({ accuracy }) => accuracy)));
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return `${missed.length} of ${runs.length} training runs missed the target accuracy of ${percent(first.target)} within ${first.epochs.length} epochs (the best of them reached ${percent(best)})`;
}

/**
 * The readings of all repetitions on one time line: each goes on where the one before ended, as if its loop had ended
 * with its last reading.
 */
function joinPower(powers: readonly (Power | null)[], mostReadings: number): Power | null {
  const first = powers.find((power) => power !== null);
  if (!first) return null;
  const read = powers.flatMap((power) => (power?.source === first.source ? [power] : []));
  let offsetNs = 0;
  const samples = read.flatMap((power) => {
    const shifted = power.samples.map(({ atNs, watts }) => ({ atNs: atNs + offsetNs, watts }));
    offsetNs = shifted.at(-1)!.atNs;
    return shifted;
  });
  const silent = powers.length - read.length;
  const lost = read.map((power) => power.lost).find((reason) => reason !== null) ?? null;
  return {
    ...first,
    samples: thin(samples, mostReadings),
    lost: lost ?? (silent > 0 ? `gave no reading in ${silent} of ${powers.length} repetitions` : null),
  };
}

/** Keeps evenly spread samples and says how many were left out. */
function withFewerSamples(repetition: Repetition, maxSamples: number): Repetition {
  const samplesNs = thin(repetition.samplesNs, maxSamples);
  const samplesThinned = repetition.samplesThinned + repetition.samplesNs.length - samplesNs.length;
  return { ...repetition, samplesNs, samplesThinned };
}

/** A failed check before a passed one, then the larger error. */
function worstCheck(checks: readonly Check[]): Check {
  const badness = (check: Check) => (check.passed === false ? 1e31 : 0) + (check.maxRelativeError ?? 0);
  return checks.reduce((worst, check) => (badness(check) > badness(worst) ? check : worst));
}

/** Peaks of one method only: others cannot be compared. */
function highestMemory(peaks: readonly (PeakMemory | null)[]): PeakMemory | null {
  return peaks.reduce((highest, peak) => {
    if (highest === null || peak === null) return highest ?? peak;
    return peak.method === highest.method && peak.bytes > highest.bytes ? peak : highest;
  }, null);
}

function fewestSteps(results: readonly ResultMessage[]): Ok['extrapolated'] {
  return results
    .map(({ extrapolated }) => extrapolated)
    .reduce((fewest, one) => {
      if (fewest === null || one === null) return fewest ?? one;
      return one.stepsTimed < fewest.stepsTimed ? one : fewest;
    }, null);
}
