/** @file The times of the baseline machine for each workload, from published results. Pure. */
import type { Published } from '../contract/published.ts';
import type { WorkloadId } from '../contract/words.ts';
import { baseline } from './index.ts';

/**
 * Seconds per epoch of the baseline machine for each published workload; published totals of several epochs are divided by
 * their number. Only the machines that baseline.json names count, and of them only full training sets, because a held-out
 * part changes the amount of work.
 */
export function baselineSecondsPerEpoch(files: readonly Published[]): Map<WorkloadId, number> {
  const seconds = new Map<WorkloadId, number>();
  const named = files.flatMap(({ id, results }) =>
    results.filter(({ machine }) => baseline.published.includes(`${id}.${machine}`)),
  );
  for (const { cell, outcome } of named) {
    if (cell.mode !== 'train' || cell.device.kind !== baseline.device || outcome.heldOutFraction !== 0)
      continue;
    const perEpoch = outcome.seconds / outcome.epochs;
    seconds.set(cell.workload, Math.min(perEpoch, seconds.get(cell.workload) ?? Number.POSITIVE_INFINITY));
  }
  return seconds;
}
