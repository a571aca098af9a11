/** @file What a lie gains: how much faster a result looks than it was. */
import type { Repetition } from '../../../data/contract/repetition.ts';
import type { Result, Submission } from '../../../data/contract/submission.ts';
import { median, sumOf } from '../../../data/derive/stats.ts';

/** Nanoseconds of an item; of training to a target those of all its epochs together. */
const itemNsOf = ({ samplesNs, itemsPerSample, convergence }: Repetition): number =>
  (convergence === null ? median(samplesNs) : sumOf(samplesNs)) / itemsPerSample;

/** Nanoseconds of an item, by the median of the repetitions; null if nothing was measured. */
function itemNs({ outcome }: Result): number | null {
  if (outcome.status !== 'ok') return null;
  return median(outcome.repetitions.map(itemNsOf));
}

/** The honest result behind a told one: of the same cell, or in its place where the cell is what was changed. */
function honestOf({ results }: Submission, { cell }: Result, index: number): Result | undefined {
  const key = JSON.stringify(cell);
  return results.find((one) => JSON.stringify(one.cell) === key) ?? results[index];
}

/** Logarithm of the honest time of an item over the told one, by the place of the told one; 0 where there is no honest one. */
export function logGainOf(honest: Submission, told: Submission, index: number): number {
  const result = told.results[index];
  const before = result && honestOf(honest, result, index);
  const [was, is] = [before, result].map((one) => (one === undefined ? null : itemNs(one)));
  return was && is ? Math.log(was / is) : 0;
}
