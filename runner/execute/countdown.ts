/** @file Estimates the remaining time of a run. Scales the estimates by their error so far. */

import type { Plan, PlannedBatchSweep, PlannedCell } from '../plan/plan.ts';
import type { Journal } from './journal.ts';

export class Countdown {
  readonly #plan: Plan;
  readonly #journal: Journal;
  readonly #batchSweeps: Set<PlannedBatchSweep>;
  #estimatedMs = 0;
  #tookMs = 0;

  constructor(plan: Plan, journal: Journal) {
    this.#plan = plan;
    this.#journal = journal;
    this.#batchSweeps = new Set(plan.batchSweeps);
  }

  took(planned: PlannedCell, elapsedMs: number): void {
    this.#estimatedMs += planned.estimateMs;
    this.#tookMs += elapsedMs;
  }

  finishedSweep(batchSweep: PlannedBatchSweep): void {
    this.#batchSweeps.delete(batchSweep);
  }

  /** Milliseconds left after the repetition at `index` in the plan's order; null in a batch sweep, after all of them. */
  remainingMs(index: number | null): number {
    const runs = index === null ? [] : this.#plan.order.slice(index + 1);
    const open = runs.filter(({ planned, runIndex }) => this.#journal.needs(planned, runIndex));
    const rest = [...open.map(({ planned }) => planned), ...this.#batchSweeps];
    const restMs = rest.reduce((sum, { estimateMs }) => sum + estimateMs, 0);
    const correction = this.#estimatedMs === 0 ? 1 : this.#tookMs / this.#estimatedMs;
    return Math.round(restMs * correction + open.length * this.#plan.delayMs);
  }
}
