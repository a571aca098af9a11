/** @file The times of the baseline machine for each workload, from published results. Pure. */
import type { Published } from '../contract/published.ts';
import type { WorkloadId } from '../contract/words.ts';
import { baseline } from './index.ts';
import { resolveHardware } from './resolve.ts';

/**
 * Seconds per epoch of the baseline machine for each published workload; published totals of several epochs are divided by
 * their number. Only full training sets count, because a held-out part changes the amount of work.
 */
export function baselineSecondsPerEpoch(files: readonly Published[]): Map<WorkloadId, number> {
  const seconds = new Map<WorkloadId, number>();
  for (const { cell, outcome } of files.flatMap(({ results }) => results)) {
    if (cell.mode !== 'train' || cell.device.kind !== baseline.device || outcome.heldOutFraction !== 0)
      continue;
    if (resolveHardware(cell.device.name, cell.device.kind)?.id !== baseline.hardware) continue;
    const perEpoch = outcome.seconds / outcome.epochs;
    seconds.set(cell.workload, Math.min(perEpoch, seconds.get(cell.workload) ?? Number.POSITIVE_INFINITY));
  }
  return seconds;
}
