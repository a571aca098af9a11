/** @file P10: samples of a clock look measured: they differ, in all their digits, without a pattern. */
import type { Measurement } from '../measured.ts';
import type { Check, Finding } from './check.ts';

/** Fewer samples than this can look like anything. */
const ENOUGH = 10;

/** A clock of nanoseconds hardly ever gives the same reading twice. */
const DISTINCT_SHARE = 0.9;

/** No computer repeats itself to one part in ten thousand. */
const LEAST_VARIATION = 1e-4;

const MS = 1_000_000;

function doubtOf(samples: readonly number[]): string | null {
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  const variance = samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / samples.length;
  const steps = new Set(samples.slice(1).map((sample, index) => sample - samples[index]!));
  if (samples.every((sample) => sample % MS === 0)) return 'all samples are whole milliseconds';
  if (steps.size === 1) return 'each sample differs from the one before by the same amount';
  const distinct = new Set(samples).size;
  if (distinct < DISTINCT_SHARE * samples.length) {
    return `only ${distinct} of ${samples.length} samples differ`;
  }
  if (Math.sqrt(variance) < LEAST_VARIATION * mean) return 'the samples vary by less than 0.01 %';
  return null;
}

function doubtsOf(measurement: Measurement): Finding[] {
  const doubts = measurement.outcome.repetitions
    .filter(({ samplesNs }) => samplesNs.length >= ENOUGH)
    .flatMap(({ samplesNs }) => doubtOf(samplesNs) ?? []);
  const [text] = doubts;
  return text === undefined ? [] : [{ check: 'p10-not-measured', verdict: 'quarantine', measurement, text }];
}

/** Browsers round their clocks on purpose, so a quick test is not looked at. */
export const realSamples: Check = ({ file, measurements }) =>
  file.submission.runner.origin === 'browser' ? [] : measurements.flatMap(doubtsOf);
