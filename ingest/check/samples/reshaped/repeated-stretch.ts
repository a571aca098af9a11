/**
 * @file P33: no stretch of a list of samples occurs twice. Where the calm part of a loop was repeated to fill it, the small ups
 * and downs follow those of an earlier place of the same list.
 */
import { median } from '../../../../data/derive/stats.ts';
import type { Measurement } from '../../../values/measurement.ts';
import type { Check, CheckFinding } from '../../contract/check.ts';

/** Differences of the stretch that is searched: the first ones, and from the middle of the list. */
const STRETCH = 14;

/** Differences of a stretch that is found and then compared, at least and at most. */
const FEWEST = 12;
const MOST = 120;

/** The least correlation of a stretch with a later one, and of what is compared then. */
const CORRELATION = 0.8;

/** One list in 10^12 has so large a correlation by chance, of which hundreds of places are tried in each. */
const STANDARD_ERRORS = 7;

/**
 * Differences larger than this multiple of the usual one do not count: interruptions come in turns, as where garbage is
 * collected, and a clock changes between the same two speeds.
 */
const MOST_OF_USUAL = 2.5;

/** So many differences, from all over a list, show the usual one. */
const LOOKED_AT = 65;

/** The median size of some differences. */
function usualOf(samples: readonly number[]): number {
  const step = Math.max(1, Math.floor((samples.length - 1) / LOOKED_AT));
  const sizes: number[] = [];
  for (let i = 1; i < samples.length; i += step) sizes.push(Math.abs(samples[i]! - samples[i - 1]!));
  return median(sizes);
}

/** Differences of neighboring samples; 0 for those that do not count. */
function differencesOf(samples: readonly number[]): Float64Array {
  const most = MOST_OF_USUAL * usualOf(samples);
  const differences = new Float64Array(samples.length - 1);
  for (let i = 0; i < differences.length; i++) {
    const difference = samples[i + 1]! - samples[i]!;
    if (Math.abs(difference) <= most) differences[i] = difference;
  }
  return differences;
}

/** The correlation of two stretches, and how many differences of both count. */
function likeness(differences: Float64Array, from: number, other: number, count: number): [number, number] {
  let [together, ofOne, ofOther, compared] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const [a, b] = [differences[from + i]!, differences[other + i]!];
    if (a === 0 || b === 0) continue;
    together += a * b;
    ofOne += a * a;
    ofOther += b * b;
    compared += 1;
  }
  return [compared === 0 ? 0 : together / Math.sqrt(ofOne * ofOther), compared];
}

/** Fisher's transformation: its standard error is 1 / sqrt(n - 3). */
const standardErrors = (correlation: number, compared: number): number =>
  compared < FEWEST ? 0 : Math.atanh(Math.min(correlation, 1 - 1e-9)) * Math.sqrt(compared - 3);

/** Measured lists may have a period of a few samples: inputs take turns, or garbage is collected. Then near places match, too. */
const PERIODS = { longest: 8, correlation: 0.5 };

function isPeriodic(differences: Float64Array, from: number, other: number, count: number): boolean {
  for (let shift = 1; shift <= PERIODS.longest; shift++) {
    for (const near of [other - shift, other + shift]) {
      const most = Math.min(count, differences.length - near);
      if (likeness(differences, from, near, most)[0] > PERIODS.correlation) return true;
    }
  }
  return false;
}

/** The place of a later stretch that follows one from `from` on; null if there is none. */
function repeatOf(differences: Float64Array, from: number): number | null {
  for (let other = from + STRETCH; other + STRETCH <= differences.length; other++) {
    if (likeness(differences, from, other, STRETCH)[0] < CORRELATION) continue;
    const count = Math.min(MOST, other - from, differences.length - other);
    const [correlation, compared] = likeness(differences, from, other, count);
    if (correlation < CORRELATION || standardErrors(correlation, compared) < STANDARD_ERRORS) continue;
    if (!isPeriodic(differences, from, other, count)) return other;
  }
  return null;
}

/** Enough of a list that its clock told the samples apart. */
const LEAST_DISTINCT = 0.9;

function doubtOf(samples: readonly number[], runIndex: number): string | null {
  if (samples.length < 2 * STRETCH + 1) return null;
  const differences = differencesOf(samples);
  for (const from of [0, samples.length >> 1]) {
    const other = repeatOf(differences, from);
    if (other === null || new Set(samples).size < LEAST_DISTINCT * samples.length) continue;
    return `the samples of repetition ${runIndex} from number ${other} on follow those from number ${from} on, as if a stretch was repeated`;
  }
  return null;
}

/** Quick tests are not checked, because browsers round their clocks on purpose. */
export const repeatedStretch: Check = ({ file, measurements }) =>
  file.submission.runner.origin === 'browser' ? [] : measurements.flatMap(findingOf);

function findingOf(measurement: Measurement): CheckFinding[] {
  const timed = measurement.outcome.repetitions.filter(({ convergence }) => convergence === null);
  for (const { samplesNs, runIndex } of timed) {
    const text = doubtOf(samplesNs, runIndex);
    if (text !== null) return [{ check: 'p33-agreement', severity: 'flag', measurement, text }];
  }
  return [];
}
