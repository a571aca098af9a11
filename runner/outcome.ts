/** @file The repetitions of one cell -> its outcome in the contract. Pure. */
import {
  type Check,
  MAX_SAMPLES,
  type Ok,
  type Outcome,
  type PeakMemory,
  type Repetition,
} from '../data/contract/outcome.ts';
import { thin } from './measure/measure.ts';
import type { ResultMessage } from './protocol.ts';
import type { Attempt } from './supervise.ts';

/** Attempts that came to an end, in the order of their repetitions. */
export type EndedAttempt = Exclude<Attempt, { status: 'stopped' }>;

/**
 * What became of a cell: broken as soon as one repetition broke, and then with the repetitions that had finished.
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
  const results = done.map(({ result }) => result);
  return {
    status: 'ok',
    engineVersion: first.result.engineVersion,
    observed: first.result.observed,
    repetitions,
    check: worstCheck(results.map(({ check }) => check)),
    peakMemory: highestMemory(done.map(({ peakMemory }) => peakMemory)),
    power: null,
    extrapolated: fewestSteps(results),
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
  const badness = (check: Check) => (check.passed ? 0 : 1e31) + (check.maxRelativeError ?? 0);
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
