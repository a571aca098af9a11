/** @file The time budget that a preset has for a device. Refuses cells that exceed it. */
import { formatDuration } from '../text/format.ts';
import type { Choice } from './choice.ts';
import type { PlannedBatchSweep, PlannedCell } from './planned.ts';
import { presets } from './presets.ts';
import { type Refusal, refuseForTime } from './refusal.ts';
import type { Target } from './targets.ts';

/** The time budget of one device. Nothing is refused if workloads were named. */
export class Budget {
  readonly #choice: Choice;
  readonly #totalMs: number | null;
  #usedMs = 0;

  constructor(choice: Choice, { device }: Target, alone: boolean) {
    const { totalMs } = presets[choice.preset];
    this.#choice = choice;
    this.#totalMs =
      choice.workloads !== null || totalMs === null ? null : totalMs[alone ? 'alone' : device.kind];
  }

  /** Returns why a cell exceeds the budget, or null after adding the cell to the used time. */
  refuse({ cell, estimateMs, repetitions }: PlannedCell): Refusal | null {
    const { preset, workloads } = this.#choice;
    const { longestMs } = presets[preset];
    const how = `use --workload ${cell.workload} to measure it anyway`;
    if (workloads === null && longestMs !== null && estimateMs > longestMs) {
      const [takes, allowed] = [estimateMs, longestMs].map(formatDuration);
      return refuseForTime(
        estimateMs,
        `it would take about ${takes}, more than the ${preset} preset's limit of ${allowed} per repetition; ${how}`,
      );
    }
    if (!this.#spend(estimateMs * repetitions)) {
      const [takes, all] = [estimateMs * repetitions, this.#totalMs ?? 0].map(formatDuration);
      return refuseForTime(
        estimateMs * repetitions,
        `it would take about ${takes}, which exceeds the ${preset} preset's limit of ${all} per device; ${how}`,
      );
    }
    return null;
  }

  /** Whether there is time left for a batch sweep; if so, adds it to the used time. */
  affords({ estimateMs }: PlannedBatchSweep): boolean {
    return this.#spend(estimateMs);
  }

  #spend(ms: number): boolean {
    if (this.#totalMs !== null && this.#usedMs + ms > this.#totalMs) return false;
    this.#usedMs += ms;
    return true;
  }
}
