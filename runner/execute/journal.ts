/** @file Records the outcome of each cell of a run, including the results of an interrupted run. */
import { type Cell, cellId } from '../../data/contract/cell.ts';
import type { Ok, Outcome, Power } from '../../data/contract/outcome.ts';
import type { Result } from '../../data/contract/submission.ts';
import { MAX_SWEPT_BATCHES, samplesKept } from '../../data/derive/files/samples-kept.ts';
import { forwardRate } from '../../data/derive/measured.ts';
import type { Plan, PlannedCell } from '../plan/plan.ts';
import type { Refusal } from '../plan/refusal.ts';
import { type EndedAttempt, toOutcome } from '../results/outcome.ts';
import type { SweptBatch } from './batch-sweep.ts';

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
  /** Why cells are left out for now; what is measured after all has an outcome instead. */
  readonly #leftOut = new Map<string, Refusal>();
  /** Outcomes that no longer change: those of the interrupted run, and batches that were skipped. */
  readonly #final = new Map<string, Outcome>();
  /** Cells of batch sweeps that are not in the plan, in order of arrival. */
  readonly #batches = new Map<string, Cell>();

  constructor(plan: Plan, before: readonly Result[]) {
    this.#plan = plan;
    // Cells that were left out may be measured after all.
    const repetitions =
      plan.order.length + plan.impossible.length + MAX_SWEPT_BATCHES * plan.batchSweeps.length;
    this.#maxSamples = samplesKept(repetitions);
    const planned = new Set(plan.cells.map(({ cell }) => cellId(cell)));
    const impossible = new Set(plan.impossible.map(({ cell }) => cellId(cell)));
    for (const { cell, outcome } of before) {
      const id = cellId(cell);
      // Skipped cells are planned again.
      if (outcome.status === 'skipped') continue;
      if (!planned.has(id) && !impossible.has(id)) this.#batches.set(id, cell);
      if (outcome.status === 'ok') this.#attempts.set(id, toAttempts(outcome));
      else this.#final.set(id, outcome);
    }
  }

  /** Whether a repetition still has to be measured: false if it already was or if an earlier one failed. */
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

  /** Leaves a cell out unless it is measured after all. */
  leaveOut(cell: Cell, refusal: Refusal): void {
    this.#leftOut.set(cellId(cell), refusal);
  }

  /** Results of every cell of the plan and of every batch of the sweeps so far. */
  results(): Result[] {
    const cells = [...this.#plan.cells.map(({ cell }) => cell), ...this.#batches.values()];
    const impossible = this.#plan.impossible.map((result) =>
      this.#isKnown(result.cell) ? this.#resultOf(result.cell) : result,
    );
    return [...impossible, ...cells.map((cell) => this.#resultOf(cell))];
  }

  /** The known batches of a sweep with their rates and peak memory. */
  batchesOf(first: Cell): SweptBatch[] {
    const batchSweep = sweepId(first);
    return this.results().flatMap(({ cell, outcome }) =>
      sweepId(cell) === batchSweep && cell.batchSize !== null
        ? [{ batchSize: cell.batchSize, ...toRate(cell, outcome) }]
        : [],
    );
  }

  /** Whether something has become of a cell that the plan left out. */
  #isKnown(cell: Cell): boolean {
    const id = cellId(cell);
    return this.#final.has(id) || this.#attempts.has(id) || this.#leftOut.has(id);
  }

  #resultOf(cell: Cell): Result {
    const id = cellId(cell);
    const ended = this.#attempts.get(id);
    const final = this.#final.get(id) ?? (ended ? toOutcome(ended, this.#maxSamples) : null);
    return { cell, outcome: final ?? this.#skippedOutcome(id) };
  }

  #skippedOutcome(id: string): Outcome {
    const refusal = this.#leftOut.get(id);
    return refusal === undefined ? NOT_REACHED : { status: 'skipped', ...refusal };
  }
}

/** Identifies a batch sweep: equal for cells that differ only in their batch size. */
export const sweepId = (cell: Cell): string => cellId({ ...cell, batchSize: null });

function toRate(cell: Cell, outcome: Outcome): Pick<SweptBatch, 'samplesPerSecond' | 'peakBytes'> {
  if (outcome.status !== 'ok') return { samplesPerSecond: null, peakBytes: null };
  return { samplesPerSecond: forwardRate(cell, outcome), peakBytes: outcome.peakMemory?.bytes ?? null };
}

/**
 * Converts an outcome read from a file back to attempts; `toOutcome` of them returns the same outcome. The first attempt
 * gets the peak memory, which the file stores once for all repetitions; power readings are split among them in order.
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

/** One of `parts` equal parts of the power readings, with times relative to its start; null if the part has no readings. */
function partOf(power: Power, part: number, parts: number): Power | null {
  const [from, to] = [part, part + 1].map((n) => Math.floor((n * power.samples.length) / parts));
  const startNs = power.samples[(from ?? 0) - 1]?.atNs ?? 0;
  const samples = power.samples.slice(from, to).map(({ atNs, watts }) => ({ atNs: atNs - startNs, watts }));
  return samples.length === 0 ? null : { ...power, samples };
}
