/**
 * @file How far a host may have slowed a result. Others slow a shared machine for some seconds, and a short run measures a cell
 * for no longer: a value that is only too low must not make the others of its file doubtful.
 */
import type { Cell } from '../../data/contract/cell.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import type { Repetition } from '../../data/contract/repetition.ts';
import { remembered } from '../../data/derive/cells/shared.ts';
import { busyReason } from '../../data/derive/load.ts';
import { ascending, median } from '../../data/derive/stats.ts';

interface Measured {
  cell: Cell;
  outcome: Ok;
}

/** Nanoseconds of the fastest sample of a repetition; the mean step of its warm-up counts, too. */
function fastestNs({ samplesNs, warmUpNs, warmUpSteps }: Repetition): number {
  const warm =
    warmUpNs === undefined || warmUpSteps === 0 ? Number.POSITIVE_INFINITY : warmUpNs / warmUpSteps;
  return Math.min(ascending(samplesNs)[0]!, warm);
}

/**
 * How many times as fast as its value a result may have been, had the host not slowed it: as its fastest sample. Infinite where
 * other programs kept the machine busy, so that nothing is known.
 */
export const slowedBy = remembered(({ cell, outcome }: Measured): number => {
  if (busyReason(cell, outcome) !== null) return Number.POSITIVE_INFINITY;
  const { repetitions } = outcome;
  const usual = median(
    repetitions.map(({ samplesNs, itemsPerSample }) => median(samplesNs) / itemsPerSample),
  );
  const fastest = Math.min(...repetitions.map((one) => fastestNs(one) / one.itemsPerSample));
  return Math.max(1, usual / fastest);
});

/** Processors that a worker kept busy in its loops; null if nothing is known. */
function processorsOf({ outcome }: Measured): number | null {
  const loads = outcome.repetitions.flatMap(({ load }) =>
    load === null || load.workerCpuNs === null ? [] : [{ ...load, workerCpuNs: load.workerCpuNs }],
  );
  if (loads.length === 0) return null;
  const usedNs = loads.reduce((sum, { workerCpuNs }) => sum + workerCpuNs, 0);
  return usedNs / loads.reduce((sum, { wallNs }) => sum + wallNs, 0);
}

/**
 * How many times as many processors an engine had in another of its results on a CPU: a quota or other guests may have kept them
 * from this one.
 */
export function processorsKept(one: Measured, others: readonly Measured[]): number {
  const own = one.cell.device.kind === 'cpu' ? processorsOf(one) : null;
  if (own === null || own === 0) return 1;
  return Math.max(1, ...others.map((other) => (processorsOf(other) ?? 0) / own));
}
