/** @file P10: measured samples differ in all digits and have no pattern. */
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';
import { patterns } from './patterns/index.ts';

/** The first certain pattern of any repetition, otherwise the first likely one. */
function doubtsOf(measurement: Measurement): CheckFinding[] {
  const found = measurement.outcome.repetitions
    .filter(({ convergence }) => convergence === null)
    .flatMap(({ samplesNs }) => patterns.flatMap((pattern) => pattern(samplesNs) ?? []));
  const pattern = found.find((one) => one.certain) ?? found[0];
  if (pattern === undefined) return [];
  const { text } = pattern;
  return pattern.certain
    ? [{ check: 'p10-not-measured', severity: 'quarantine', measurement, text }]
    : [{ check: 'p10-odd-samples', severity: 'flag', measurement, text }];
}

/** Quick tests are not checked, because browsers round their clocks on purpose. */
export const realSamples: Check = ({ file, measurements }) =>
  file.submission.runner.origin === 'browser' ? [] : measurements.flatMap(doubtsOf);
