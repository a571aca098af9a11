/** @file Combines the repetitions of one cell into its outcome. Pure. */
import type { Ok, Outcome, PeakMemory, Power } from '../../data/contract/outcome.ts';
import type { Check } from '../../data/contract/proof.ts';
import { MAX_SAMPLES, type Repetition } from '../../data/contract/repetition.ts';
import { thin } from '../measure/measure.ts';
import type { ResultMessage } from '../protocol/messages.ts';
import type { Attempt } from '../supervise/supervise.ts';
import { withFewerSamples } from './fewer-samples.ts';

/** An attempt that was not stopped by the user. */
export type EndedAttempt = Exclude<Attempt, { status: 'stopped' }>;

/** Power readings take three times the space of samples, and a mean needs fewer of them. */
const SAMPLES_PER_READING = 4;

/** Methodology, section 2: a time to convergence is invalid if more than one of three runs fails. */
const MAX_MISSED_SHARE = 1 / 3;

/**
 * The outcome of a cell. If one repetition failed, the cell failed too, and its finished repetitions are kept. It also
 * fails if training missed its target too often.
 * @param maxSamples Samples to keep per repetition, so that the file stays within its size limit.
 */
export function toOutcome(attempts: readonly EndedAttempt[], maxSamples: number = MAX_SAMPLES): Outcome {
  const done = attempts.flatMap((attempt) => (attempt.status === 'ok' ? [attempt] : []));
  const repetitions = done.map(({ result }) => withFewerSamples(result.repetition, maxSamples));
  const broken = attempts.find((attempt) => attempt.status !== 'ok');
  if (broken !== undefined) {
    if (broken.status !== 'unsupported') return { status: broken.status, reason: broken.reason, repetitions };
    // If earlier repetitions worked, this is a failure, not `unsupported`; the outcome keeps those repetitions.
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

/** Why the training runs of a cell are invalid; null if they are valid or if the cell does not train to a target. */
function describeMissed(repetitions: readonly Repetition[]): string | null {
  const runs = repetitions.flatMap(({ convergence }) => convergence ?? []);
  const missed = runs.filter(({ reached }) => !reached);
  const first = missed[0];
  if (first === undefined || missed.length <= MAX_MISSED_SHARE * runs.length) return null;
  const best = Math.max(...missed.flatMap(({ epochs }) => epochs.map(({ accuracy }) => accuracy)));
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return `${missed.length} of ${runs.length} training runs missed the target accuracy of ${percent(first.target)} within ${first.epochs.length} epochs (the best reached ${percent(best)})`;
}

/**
 * Joins the power readings of all repetitions. Each repetition starts at the time of the previous one's last reading.
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
    lost: lost ?? (silent > 0 ? `no readings in ${silent} of ${powers.length} repetitions` : null),
  };
}

/** The worst check: failed before passed, then the larger error. */
function worstCheck(checks: readonly Check[]): Check {
  const badness = (check: Check) => (check.passed === false ? 1e31 : 0) + (check.maxRelativeError ?? 0);
  return checks.reduce((worst, check) => (badness(check) > badness(worst) ? check : worst));
}

/** The highest peak. Only peaks of the same method can be compared. */
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
