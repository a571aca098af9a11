/** @file The time that a preset has for a device, and what is refused for want of it. */
import { formatDuration } from '../text/format.ts';
import type { Choice } from './choice.ts';
import type { PlannedBatchSweep, PlannedCell } from './planned.ts';
import { presets } from './presets.ts';
import { type Refusal, refuseForTime } from './refusal.ts';
import type { Target } from './targets.ts';

/** Named workloads are always measured: then nothing is refused. */
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

  /** Why a cell that nobody named would take too long for the preset, or null and the cell counts. */
  refuse({ cell, estimateMs, repetitions }: PlannedCell): Refusal | null {
    const { preset, workloads } = this.#choice;
    const { longestMs } = presets[preset];
    const how = `--workload ${cell.workload} measures it nevertheless`;
    if (workloads === null && longestMs !== null && estimateMs > longestMs) {
      const [takes, allowed] = [estimateMs, longestMs].map(formatDuration);
      return refuseForTime(
        estimateMs,
        `it would take about ${takes}, more than the ${allowed} that the ${preset} preset gives a repetition; ${how}`,
      );
    }
    if (!this.#spend(estimateMs * repetitions)) {
      const [takes, all] = [estimateMs * repetitions, this.#totalMs ?? 0].map(formatDuration);
      return refuseForTime(
        estimateMs * repetitions,
        `it would take about ${takes}, and the ${all} that the ${preset} preset gives a device are used up; ${how}`,
      );
    }
    return null;
  }

  /** Whether there is time left for a ladder, which then counts. */
  affords({ estimateMs }: PlannedBatchSweep): boolean {
    return this.#spend(estimateMs);
  }

  #spend(ms: number): boolean {
    if (this.#totalMs !== null && this.#usedMs + ms > this.#totalMs) return false;
    this.#usedMs += ms;
    return true;
  }
}
