/** @file What the checks say of a submission, short enough to be compared in a test. */
import type { Submission } from '../../data/contract/submission.ts';
import { runChecks } from '../check/index.ts';
import { subject } from './samples.ts';

/** After every fixture. */
export const NOW = Date.parse('2026-12-01');

/** Every finding about one submission: contradictions as `reject`, the rest by what became of the measurement at `position`. */
export function checkedFactsOf(content: Submission, position = 0) {
  const one = subject(content);
  const [verdicts] = runChecks([one], NOW);
  const { flags, withheld } = verdicts!.of(one.measurements[position]!);
  return {
    reject: verdicts!.problems.map(({ field, message }) => `${field}: ${message}`),
    flags: flags.map(({ id }) => id),
    texts: flags.map(({ text }) => text),
    withheld,
  };
}
