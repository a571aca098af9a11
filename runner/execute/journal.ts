/** @file What became of each cell of a run so far, what an interrupted run had finished included. */
import { type Cell, cellId } from '../../data/contract/cell.ts';
import type { Ok, Outcome, Power } from '../../data/contract/outcome.ts';
import type { Result } from '../../data/contract/submission.ts';
import { forwardRate } from '../../data/derive/measured.ts';
import type { Plan, PlannedCell } from '../plan/plan.ts';
import type { Refusal } from '../plan/refusal.ts';
import { type EndedAttempt, toOutcome } from '../results/outcome.ts';
import type { SweptBatch } from './batch-sweep.ts';

/** A sample takes about a dozen bytes; together they may fill most of the megabyte that a file may have. */
const SAMPLES_IN_A_FILE = 30_000;
/** Rungs that a ladder has at most, and its share of the samples. */
const RUNGS = 17;

const NOT_REACHED: Outcome = {
  status: 'skipped',
  reason: 'the run was stopped before this cell was measured',
  limit: null,
  needed: null,
};

export class Journal {
  readonly #plan: Plan;
  readonly #maxSamples: number;
  readonly #attempts = new Map<string, EndedAttempt[]>();
  /** Outcomes that nothing changes any more: of the run before, and rungs that were not begun. */
  readonly #final = new Map<string, Outcome>();
  /** Cells of ladders beyond those of the plan, in the order in which they came. */
  readonly #batches = new Map<string, Cell>();

  constructor(plan: Plan, before: readonly Result[]) {
    this.#plan = plan;
    const repetitions = plan.order.length + RUNGS * plan.batchSweeps.length;
    this.#maxSamples = Math.max(50, Math.floor(SAMPLES_IN_A_FILE / Math.max(1, repetitions)));
    const planned = new Set(plan.cells.map(({ cell }) => cellId(cell)));
    const impossible = new Set(plan.impossible.map(({ cell }) => cellId(cell)));
    for (const { cell, outcome } of before) {
      const id = cellId(cell);
      // What was skipped is decided again.
      if (impossible.has(id) || outcome.status === 'skipped') continue;
      if (!planned.has(id)) this.#batches.set(id, cell);
      if (outcome.status === 'ok') this.#attempts.set(id, toAttempts(outcome));
      else this.#final.set(id, outcome);
    }
  }

  /** Whether a repetition is still to be measured: not where it is there, nor where one before it broke. */
  needs({ cell }: PlannedCell, runIndex: number): boolean {
    const id = cellId(cell);
    if (this.#final.has(id)) return false;
    const ended = this.#attempts.get(id) ?? [];
    return ended.every(
      (attempt) => attempt.status === 'ok' && attempt.result.repetition.runIndex !== runIndex,
    );
  }

  add(planned: PlannedCell, attempt: EndedAttempt): Result {
    const id = cellId(planned.cell);
    if (planned.purpose === 'batch-sweep') this.#batches.set(id, planned.cell);
    this.#attempts.set(id, [...(this.#attempts.get(id) ?? []), attempt]);
    return this.#resultOf(planned.cell);
  }

  skip(cell: Cell, refusal: Refusal): Result {
    this.#batches.set(cellId(cell), cell);
    this.#final.set(cellId(cell), { status: 'skipped', ...refusal });
    return this.#resultOf(cell);
  }

  /** Every cell of the plan and every rung so far. */
  results(): Result[] {
    const cells = [...this.#plan.cells.map(({ cell }) => cell), ...this.#batches.values()];
    return [...this.#plan.impossible, ...cells.map((cell) => this.#resultOf(cell))];
  }

  /** The batches of a ladder that are known, each with what it reached. */
  batchesOf(first: Cell): SweptBatch[] {
    const batchSweep = sweepId(first);
    return this.results().flatMap(({ cell, outcome }) =>
      sweepId(cell) === batchSweep && cell.batchSize !== null
        ? [{ batchSize: cell.batchSize, ...toRate(cell, outcome) }]
        : [],
    );
  }

  #resultOf(cell: Cell): Result {
    const id = cellId(cell);
    const ended = this.#attempts.get(id);
    const outcome = this.#final.get(id) ?? (ended ? toOutcome(ended, this.#maxSamples) : NOT_REACHED);
    return { cell, outcome };
  }
}

/** The same for cells that differ in their batch only. */
export const sweepId = (cell: Cell): string => cellId({ ...cell, batchSize: null });

function toRate(cell: Cell, outcome: Outcome): Pick<SweptBatch, 'samplesPerSecond' | 'peakBytes'> {
  if (outcome.status !== 'ok') return { samplesPerSecond: null, peakBytes: null };
  return { samplesPerSecond: forwardRate(cell, outcome), peakBytes: outcome.peakMemory?.bytes ?? null };
}

/**
 * Repetitions of a file, as if their processes had just ended: `toOutcome` of them is the outcome again. What the file
 * keeps once for all repetitions (check, memory) comes with the first; readings of power are dealt out in order.
 */
export function toAttempts(outcome: Ok): EndedAttempt[] {
  const { engineVersion, observed, check, extrapolated, repetitions } = outcome;
  return repetitions.map((repetition, i) => ({
    status: 'ok',
    result: { type: 'result', engineVersion, observed, repetition, check, peakMemory: null, extrapolated },
    peakMemory: i === 0 ? outcome.peakMemory : null,
    power: outcome.power && partOf(outcome.power, i, repetitions.length),
  }));
}

/** One of `parts` equal parts of the readings, on a time line of its own; null where there are fewer readings than parts. */
function partOf(power: Power, part: number, parts: number): Power | null {
  const [from, to] = [part, part + 1].map((n) => Math.floor((n * power.samples.length) / parts));
  const startNs = power.samples[(from ?? 0) - 1]?.atNs ?? 0;
  const samples = power.samples.slice(from, to).map(({ atNs, watts }) => ({ atNs: atNs - startNs, watts }));
  return samples.length === 0 ? null : { ...power, samples };
}
