/** @file P10: measured samples differ in all digits and have no pattern. */
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';
import { patterns } from './patterns/index.ts';
import type { Pattern } from './patterns/pattern.ts';

/** A certain pattern of any repetition, otherwise a likely one if every repetition has one. */
function patternOf({ outcome }: Measurement): Pattern | null {
  const found = outcome.repetitions
    .filter(({ convergence }) => convergence === null)
    .map(({ samplesNs }) => patterns.flatMap((pattern) => pattern(samplesNs) ?? []));
  const sure = found.flat().find(({ certain }) => certain);
  return sure ?? (found.every(({ length }) => length > 0) ? (found[0]?.[0] ?? null) : null);
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
