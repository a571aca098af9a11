/** @file P10: measured samples differ in all digits and have no pattern. */
import { quantile } from '../../../data/derive/stats.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Fewer samples allow no conclusion. */
const ENOUGH = 10;

/** The coarsest clock resolution of any runner, in nanoseconds (Windows' performance counter; Apple's is 42 ns). */
const TICK_NS = 100;

/** Minimum share of distinct values among those that the clock can distinguish; by chance it is at least 0.6 (1 - 1/e). */
const DISTINCT_SHARE = 0.5;

/** Lowest plausible coefficient of variation: no machine repeats a time to one part in ten thousand. */
const LEAST_VARIATION = 1e-4;

const MS = 1_000_000;

function doubtOf(samples: readonly number[]): string | null {
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  const variance = samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / samples.length;
  const steps = new Set(samples.slice(1).map((sample, index) => sample - samples[index]!));
  if (samples.every((sample) => sample % MS === 0)) return 'all samples are whole milliseconds';
  if (steps.size === 1) return 'each sample differs from the one before by the same amount';
  const [low, high] = [quantile(samples, 0.25), quantile(samples, 0.75)];
  const middle = samples.filter((sample) => sample >= low && sample <= high);
  const distinct = new Set(middle).size;
  const possible = Math.min(middle.length, 1 + (high - low) / TICK_NS);
  if (distinct < DISTINCT_SHARE * possible) {
    return `the middle ${middle.length} samples have only ${distinct} different values`;
  }
  if (Math.sqrt(variance) < LEAST_VARIATION * mean) return 'the samples vary by less than 0.01 %';
  return null;
}

function doubtsOf(measurement: Measurement): CheckFinding[] {
  const doubts = measurement.outcome.repetitions
    .filter(({ samplesNs }) => samplesNs.length >= ENOUGH)
    .flatMap(({ samplesNs }) => doubtOf(samplesNs) ?? []);
  const [text] = doubts;
  return text === undefined ? [] : [{ check: 'p10-not-measured', severity: 'quarantine', measurement, text }];
}

/** Quick tests are not checked, because browsers round their clocks on purpose. */
export const realSamples: Check = ({ file, measurements }) =>
  file.submission.runner.origin === 'browser' ? [] : measurements.flatMap(doubtsOf);
