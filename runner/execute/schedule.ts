/**
 * @file What a run measures next. After every repetition it corrects the estimates by what it has seen, drops what no longer
 * fits into the time and adds back what does.
 */
import { refuseLate, sumLeft } from '../plan/budget.ts';
import { type Observation, Observations, targetOf } from '../plan/observations.ts';
import type { Plan, PlannedBatchSweep, PlannedCell, PlannedRun } from '../plan/plan.ts';
import type { Refusal } from '../plan/refusal.ts';
import { type Selection, select, type Task } from '../plan/select.ts';
import type { Change } from './change.ts';
import type { Journal } from './journal.ts';

/** A repetition may take this many times what is expected, or the time below, before it has to end. */
const PATIENCE = 3;
const LEAST_BUDGET_MS = 10_000;
/** Part of the deadline after which a repetition ends by itself; the rest is for a last long sample and what follows it. */
const PART_OF_DEADLINE = 0.8;

/** How long a worker that does not end by itself is waited for. */
export interface Patience {
  /** Milliseconds beyond the time that is left. */
  graceMs: number;
  /**
   * The least, however little time is left: starting, loading the engine and compiling. Seen: up to 56 s for an optimized cell
   * of PyTorch on an NVIDIA H200.
   */
  compilingMs: number;
}

const USUAL_PATIENCE: Patience = { graceMs: 30_000, compilingMs: 90_000 };

export class Schedule {
  readonly #plan: Plan;
  readonly #journal: Journal;
  readonly #patience: Patience;
  readonly #observations = new Observations();
  /** Milliseconds spent so far on each engine and device. */
  readonly #spentMs = new Map<string, number>();
  readonly #openSweeps: Set<PlannedBatchSweep>;
  #selection: Selection;
  #runs: PlannedRun[] = [];

  constructor(plan: Plan, journal: Journal, patience = USUAL_PATIENCE) {
    this.#plan = plan;
    this.#journal = journal;
    this.#patience = patience;
    this.#openSweeps = new Set(
      plan.tasks.flatMap((task) => (task.kind === 'sweep' ? [task.batchSweep] : [])),
    );
    this.#selection = { chosen: this.#asPlanned(), refusals: new Map() };
    this.#listRuns();
  }

  #asPlanned(): Selection['chosen'] {
    const { tasks, order, batchSweeps } = this.#plan;
    const open = order.filter(({ planned, runIndex }) => this.#journal.needs(planned, runIndex));
    const counts = Map.groupBy(open, ({ planned }) => planned);
    const sweeps = new Set(batchSweeps);
    return new Map(
      tasks.flatMap((task): [Task, number][] => {
        if (task.kind === 'sweep') return sweeps.has(task.batchSweep) ? [[task, 1]] : [];
        const count = counts.get(task.planned)?.length ?? 0;
        return count === 0 ? [] : [[task, count]];
      }),
    );
  }

  /** The next repetition, in the order of the plan; null if none is left. */
  next(): PlannedRun | null {
    return this.#runs[0] ?? null;
  }

  /** The next batch sweep; null if none is left that fits. */
  nextSweep(): PlannedBatchSweep | null {
    const [task] = [...this.#selection.chosen.keys()].filter(
      (one) => one.kind === 'sweep' && this.#openSweeps.has(one.batchSweep),
    );
    return task?.kind === 'sweep' ? task.batchSweep : null;
  }

  /** Repetitions that were measured or are going to be. */
  get total(): number {
    const measured = this.#plan.runs.filter(
      ({ planned, runIndex }) => !this.#journal.needs(planned, runIndex),
    );
    return measured.length + this.#runs.length;
  }

  expectedMs(planned: PlannedCell): number {
    return this.#observations.expectedMs(planned);
  }

  /** Why there is no time for a further batch of a sweep; null if there is. */
  refuse(planned: PlannedCell): Refusal | null {
    const target = targetOf(planned.cell);
    const ownMs = this.#leftMs().get(target) ?? null;
    const expectedMs = this.expectedMs(planned);
    if (ownMs === null || expectedMs <= this.#availableMs()) return null;
    return refuseLate(planned.cell, expectedMs, this.#plan.shares.get(target)!, this.#plan.choice);
  }

  /** Milliseconds after which a repetition must not start another sample. */
  budgetMs(planned: PlannedCell): number {
    const target = targetOf(planned.cell);
    const share = this.#plan.shares.get(target);
    const latestMs = PART_OF_DEADLINE * planned.deadlineMs;
    if (share === undefined || share.totalMs === null) return Math.round(latestMs);
    const patienceMs = Math.max(LEAST_BUDGET_MS, PATIENCE * this.expectedMs(planned));
    const leftMs = this.#availableMs();
    const longestMs = (share.longestMs ?? patienceMs) + this.#overheadMs(planned);
    return Math.round(Math.max(1, Math.min(latestMs, patienceMs, longestMs, leftMs)));
  }

  /**
   * Milliseconds after which a worker is ended: those of the plan, or fewer where little of the run's time is left. Training to
   * a target gives no value before its end, so that it keeps those of the plan.
   */
  deadlineMs(planned: PlannedCell): number {
    const target = targetOf(planned.cell);
    const isLimited = (this.#plan.shares.get(target)?.totalMs ?? null) !== null;
    if (!isLimited || planned.convergence !== null) return planned.deadlineMs;
    const { graceMs, compilingMs } = this.#patience;
    const latestMs = Math.max(compilingMs, this.#availableMs() + graceMs);
    return Math.round(Math.min(planned.deadlineMs, latestMs));
  }

  /** Milliseconds by which starting and compiling are now expected to take longer than was estimated. */
  #overheadMs(planned: PlannedCell): number {
    const [now, before] = [this.#observations.expect(planned), planned.estimate.partsAt(1)];
    return Math.max(0, now.startUpMs + now.buildMs - before.startUpMs - before.buildMs);
  }

  /** Milliseconds that are left for all engines and devices: what one of them has taken beyond its share, the others pay. */
  #availableMs(): number {
    return Math.max(0, sumLeft(this.#leftMs()));
  }

  /**
   * A repetition has ended.
   * @param elapsedMs Its time, including a pause before it.
   * @param observation Null if it was not measured to its end.
   */
  ended(planned: PlannedCell, elapsedMs: number, observation: Observation | null): Change {
    const target = targetOf(planned.cell);
    this.#spentMs.set(target, (this.#spentMs.get(target) ?? 0) + elapsedMs);
    if (observation !== null) this.#observations.add(observation);
    return this.#reselect();
  }

  finishedSweep(batchSweep: PlannedBatchSweep): void {
    this.#openSweeps.delete(batchSweep);
  }

  /** Milliseconds until the run ends, without the repetition that is being measured. */
  remainingMs(current: PlannedRun | null): number {
    const open = this.#runs.filter(
      ({ planned, runIndex }) => planned !== current?.planned || runIndex !== current.runIndex,
    );
    const sweeps = [...this.#selection.chosen.keys()].flatMap((task) =>
      task.kind === 'sweep' && this.#openSweeps.has(task.batchSweep) ? task.batchSweep.expected : [],
    );
    const rest = [...open.map(({ planned }) => planned), ...sweeps];
    return Math.round(
      rest.reduce((sum, planned) => sum + this.expectedMs(planned), 0) + open.length * this.#plan.delayMs,
    );
  }

  #leftMs(): Map<string, number | null> {
    return new Map(
      [...this.#plan.shares].map(([target, { totalMs }]) => [
        target,
        totalMs === null ? null : totalMs - (this.#spentMs.get(target) ?? 0),
      ]),
    );
  }

  #reselect(): Change {
    const { tasks, shares, choice, delayMs } = this.#plan;
    const before = this.#selection.chosen;
    const open = this.#openTasks(tasks);
    const selection = select(open, shares, choice, {
      expectedMs: (planned) => this.expectedMs(planned) + delayMs,
      overheadMs: (planned) => this.#overheadMs(planned),
      open: (planned) => this.#openRuns(planned),
      leftMs: this.#leftMs(),
      leftOut: new Set(open.filter((task) => !before.has(task))),
      least: (planned) => (this.#mayBePartial(planned) ? 1 : planned.repetitions),
    });
    this.#selection = selection;
    for (const [task, refusal] of selection.refusals)
      if (task.kind === 'cell') this.#journal.leaveOut(task.planned.cell, refusal);
    this.#listRuns();
    return {
      dropped: open.filter((task) => before.has(task) && !selection.chosen.has(task)),
      added: open.filter((task) => !before.has(task) && selection.chosen.has(task)),
    };
  }

  /** Tasks with something left to measure. */
  #openTasks(tasks: readonly Task[]): Task[] {
    return tasks.filter((task) =>
      task.kind === 'cell' ? this.#openRuns(task.planned) > 0 : this.#openSweeps.has(task.batchSweep),
    );
  }

  /** A cell that has values may have fewer repetitions than its preset wants; so may any within a time budget. */
  #mayBePartial(planned: PlannedCell): boolean {
    return this.#plan.choice.timeBudgetMs !== null || this.#openRuns(planned) < planned.repetitions;
  }

  #openRuns(planned: PlannedCell): number {
    return Array.from({ length: planned.repetitions }, (_, runIndex) => runIndex).filter((runIndex) =>
      this.#journal.needs(planned, runIndex),
    ).length;
  }

  /** Lists what is left to measure: of each chosen cell its first missing repetitions. */
  #listRuns(): void {
    const counts = new Map(
      [...this.#selection.chosen].flatMap(([task, count]) =>
        task.kind === 'cell' ? [[task.planned, count]] : [],
      ),
    );
    this.#runs = this.#plan.runs.filter(({ planned, runIndex }) => {
      const count = counts.get(planned) ?? 0;
      if (count === 0 || !this.#journal.needs(planned, runIndex)) return false;
      counts.set(planned, count - 1);
      return true;
    });
  }
}
