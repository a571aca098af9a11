/** @file Selects what a run measures in its time, most important first. Used before the run and again while it learns. Pure. */
import { type Costly, fitting, refuseLate, refuseLong, type Share } from './budget.ts';
import type { Choice } from './choice.ts';
import type { PlannedBatchSweep, PlannedCell } from './planned.ts';
import type { Refusal } from './refusal.ts';

/** A cell with all its repetitions, or a batch sweep. */
export type Task = { target: string } & (
  | { kind: 'cell'; planned: PlannedCell }
  | { kind: 'sweep'; batchSweep: PlannedBatchSweep }
);

/** What a run knows when it selects. */
export interface Known {
  /** Milliseconds that a repetition is expected to take. */
  expectedMs: (planned: PlannedCell) => number;
  /**
   * Milliseconds by which starting and compiling take longer than was estimated. They do not count against the limit of a
   * repetition: otherwise a slow compiler would leave a run with nothing to measure and most of its time unused.
   */
  overheadMs: (planned: PlannedCell) => number;
  /** Repetitions of a cell, or of a batch of a sweep, that have not been measured. */
  open: (planned: PlannedCell) => number;
  /** Milliseconds that are left for an engine on a device; null if there is no limit. */
  leftMs: ReadonlyMap<string, number | null>;
  /** Tasks that were left out before; they return only if there is clearly time for them. */
  leftOut: ReadonlySet<Task>;
  /** The fewest of the open repetitions of a cell that are worth measuring. */
  least: (planned: PlannedCell) => number;
}

export interface Selection {
  /** With the number of repetitions; 1 for a sweep. */
  chosen: Map<Task, number>;
  /** Why each of the other tasks is left out. */
  refusals: Map<Task, Refusal>;
}

/** Without it, a cell that just fits would come and go with every correction of the estimates. */
const MARGIN = 1.1;

/**
 * The tasks that fit.
 * @param tasks In order of importance.
 * @param shares By `targetOf`.
 */
export function select(
  tasks: readonly Task[],
  shares: ReadonlyMap<string, Share>,
  choice: Choice,
  { expectedMs, overheadMs, open, leftMs, leftOut, least }: Known,
): Selection {
  const refusals = new Map<Task, Refusal>();
  const items = tasks.flatMap((task): (Costly & { task: Task })[] => {
    const { target } = task;
    const margin = leftOut.has(task) ? MARGIN : 1;
    if (task.kind === 'sweep') {
      const { expected } = task.batchSweep;
      const allMs = expected.reduce((sum, planned) => sum + open(planned) * expectedMs(planned), 0);
      return [{ task, target, costMs: margin * allMs, wanted: 1, least: 1 }];
    }
    const { planned } = task;
    const ownMs = expectedMs(planned) - overheadMs(planned);
    const refusal = refuseLong(planned.cell, ownMs, shares.get(target)!, choice);
    // A repetition that is expected to take long only now keeps to its budget by itself.
    if (refusal !== null && open(planned) === planned.repetitions) {
      refusals.set(task, refusal);
      return [];
    }
    return [
      { task, target, costMs: margin * expectedMs(planned), wanted: open(planned), least: least(planned) },
    ];
  });
  const fit = fitting(items, leftMs);
  for (const item of items) {
    if (fit.has(item)) continue;
    const { task, target, costMs, wanted } = item;
    const { cell } = task.kind === 'cell' ? task.planned : { cell: task.batchSweep.first };
    refusals.set(task, refuseLate(cell, wanted * costMs, shares.get(target)!, choice));
  }
  return { chosen: new Map([...fit].map(([{ task }, count]) => [task, count])), refusals };
}
