/** @file Summarizes the check findings about a submission for comparison in a test. */
import type { Submission } from '../../data/contract/submission.ts';
import { checkFile } from '../check/index.ts';
import { subject } from './samples.ts';

/** Later than every sample submission. */
export const NOW = Date.parse('2026-12-01');

/** Every finding about one submission: rejections, and the flags and `withheld` of the measurement at `position`. */
export function checkedFactsOf(content: Submission, position = 0) {
  const one = subject(content);
  const checked = checkFile(one, { nowMs: NOW });
  const { flags, withheld } = checked.of(one.measurements[position]!);
  return {
    reject: checked.problems.map(({ field, message }) => `${field}: ${message}`),
    flags: flags.map(({ id }) => id),
    texts: flags.map(({ text }) => text),
    withheld,
  };
}
