/** @file Batch sweeps: forward passes of one run that differ only in the batch size. Each batch is an ordinary cell. Pure. */
import type { Cell } from '../contract/cell.ts';
import type { Outcome } from '../contract/outcome.ts';
import { apartFromBatch } from './cells/shared.ts';

/** The batch size that is compared across machines in addition to single samples. */
export const REFERENCE_BATCH = 32;

/** A sweep has at least this many batches. */
const MIN_BATCHES = 3;

/** Whether a batch also has its own row: the latency of a single sample, or the throughput at the reference batch. */
export const hasOwnValue = ({ batchSize }: Pick<Cell, 'batchSize'>): boolean =>
  batchSize === 1 || batchSize === REFERENCE_BATCH;

/** A cell that was attempted. */
export interface Attempt {
  cell: Cell;
  status: Outcome['status'];
}

/** At least three batches, of which at least one ran. */
export interface BatchSweep<One extends Attempt> {
  /** Smallest batch first. */
  attempts: readonly One[];
  /** The largest batch that ran. */
  largest: One;
  /** The next larger batch, which did not run; null if none was tried. */
  end: One | null;
}

/** The sweeps among the cells of one run. */
export function batchSweepsOf<One extends Attempt>(attempts: readonly One[]): BatchSweep<One>[] {
  const forward = attempts.filter(({ cell }) => cell.mode === 'infer' && cell.batchSize !== null);
  const groups = Map.groupBy(forward, ({ cell }) => apartFromBatch(cell));
  return [...groups.values()].flatMap((group) => {
    const ascending = group.toSorted((a, b) => a.cell.batchSize! - b.cell.batchSize!);
    const largest = ascending.findLast(({ status }) => status === 'ok');
    if (ascending.length < MIN_BATCHES || largest === undefined) return [];
    const end = ascending.find(({ cell }) => cell.batchSize! > largest.cell.batchSize!) ?? null;
    return [{ attempts: ascending, largest, end }];
  });
}

/** Cells that are only part of a sweep: every batch except those that also have their own row. */
export function onlySwept<One extends Attempt>(sweeps: readonly BatchSweep<One>[]): Set<One> {
  return new Set(sweeps.flatMap(({ attempts }) => attempts.filter(({ cell }) => !hasOwnValue(cell))));
}

/** A batch that ran. */
export interface Rate {
  /** Never null for a forward pass. */
  samplesPerSecond: number | null;
  /** Timed once without warm-up, which shows that the batch fits but not how fast it is. */
  probe: boolean;
}

/** The fastest batch; probes count only if nothing else ran. */
export function bestBatch<One extends Rate>(ran: readonly One[]): One {
  const timed = ran.filter(({ probe }) => !probe);
  const rate = ({ samplesPerSecond }: One) => samplesPerSecond ?? 0;
  return (timed.length > 0 ? timed : ran).reduce((a, b) => (rate(b) > rate(a) ? b : a));
}
