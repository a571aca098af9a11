/** @file The value of a result and what else is derived from its samples. */
import type { Cell } from '../../data/contract/cell.ts';
import type { Limit, Outcome, PeakMemory } from '../../data/contract/outcome.ts';
import type { Metric } from '../../data/contract/words.ts';
import type { Energy, Training } from '../../data/derive/derived.ts';

/** The value of a cell and what else is derived from its samples. */
export interface CellValue {
  metric: Metric;
  value: number;
  unit: string;
  /** Half the width of the confidence interval, as a share of the value; null for a single repetition. */
  spread: number | null;
  n: number;
  /** Times faster than the baseline; null if the baseline has no value. */
  speedup: number | null;
  /** Samples, products or sequences per second; null for training to a target. */
  itemsPerSecond: number | null;
  /** 90th percentile of a latency in milliseconds; null for other metrics. */
  p90Ms: number | null;
  /** How much longer the last repetition took than the first, as a share; null for a single repetition. */
  drift: number | null;
  peakMemory: PeakMemory | null;
  /** Null without a power meter. */
  energy: Energy | null;
  /** Null for every mode except `converge`. */
  training: Training | null;
  /** True for a single sample without warm-up, which shows that a batch fits, not how fast it is. */
  probe: boolean;
}

export interface CellResult {
  id: string;
  cell: Cell;
  status: Outcome['status'];
  /** Null if the status is "ok" and the check passed. */
  reason: string | null;
  /** What ran short, memory or time, if that is why it was not measured; else null. */
  limit: Limit | null;
  /** How much of `limit` a skipped cell would have needed, in bytes or nanoseconds; null if unknown. */
  needed: number | null;
  value: CellValue | null;
}
