/** @file What the baseline computer takes for each workload, out of what was published. Pure. */
import type { Published } from '../contract/published.ts';
import type { WorkloadId } from '../contract/words.ts';
import { baseline } from './index.ts';
import { resolveHardware } from './resolve.ts';

/**
 * Seconds per epoch of the baseline computer for each workload that somebody published; published totals of several
 * epochs are divided by their epochs. Only full training sets count: a held-out part makes another amount of work.
 */
export function baselineSecondsPerEpoch(files: readonly Published[]): Map<WorkloadId, number> {
  const seconds = new Map<WorkloadId, number>();
  for (const { cell, outcome } of files.flatMap(({ results }) => results)) {
    if (cell.mode !== 'train' || cell.device.kind !== baseline.device || outcome.heldOutFraction !== 0)
      continue;
    if (resolveHardware(cell.device.name, cell.device.kind, null)?.id !== baseline.hardware) continue;
    const perEpoch = outcome.seconds / outcome.epochs;
    seconds.set(cell.workload, Math.min(perEpoch, seconds.get(cell.workload) ?? Number.POSITIVE_INFINITY));
  }
  return seconds;
}
