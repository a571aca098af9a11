/** @file P10: measured samples differ in all digits and have no pattern. */
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';
import { patterns } from './patterns/index.ts';
import type { Pattern } from './patterns/pattern.ts';

/** A certain pattern of any repetition, otherwise a likely one if every repetition has one. */
function patternOf({ outcome }: Measurement): Pattern | null {
  let likely: Pattern | null = null;
  let [lists, found] = [0, 0];
  for (const { convergence, samplesNs } of outcome.repetitions) {
    if (convergence !== null) continue;
    const pattern = patternIn(samplesNs);
    if (pattern?.certain) return pattern;
    lists += 1;
    if (pattern === null) continue;
    found += 1;
    likely ??= pattern;
  }
  return found === lists ? likely : null;
}

/** The first certain pattern of some samples, otherwise the first likely one. */
function patternIn(samples: readonly number[]): Pattern | null {
  let likely: Pattern | null = null;
  for (const pattern of patterns) {
    const found = pattern(samples);
    if (found?.certain) return found;
    likely ??= found;
  }
  return likely;
}

function doubtsOf(measurement: Measurement): CheckFinding[] {
  const pattern = patternOf(measurement);
  if (pattern === null) return [];
  const { text } = pattern;
  return pattern.certain
    ? [{ check: 'p10-not-measured', severity: 'quarantine', measurement, text }]
    : [{ check: 'p10-odd-samples', severity: 'flag', measurement, text }];
}

/** Quick tests are not checked, because browsers round their clocks on purpose. */
export const realSamples: Check = ({ file, measurements }) =>
  file.submission.runner.origin === 'browser' ? [] : measurements.flatMap(doubtsOf);
