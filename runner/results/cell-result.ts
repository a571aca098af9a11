/** @file What a result comes to: its number, and what else its samples tell. */
import type { Cell } from '../../data/contract/cell.ts';
import type { Limit, Outcome, PeakMemory } from '../../data/contract/outcome.ts';
import type { Metric } from '../../data/contract/words.ts';
import type { Energy, Training } from '../../data/derive/derived.ts';

/** The number of a cell, and what else its samples tell. */
export interface CellValue {
  metric: Metric;
  value: number;
  unit: string;
  /** Half the width of the interval, as a share of the value; null for a single repetition. */
  spread: number | null;
  n: number;
  /** Times faster than the baseline computer; null where that has no value. */
  speedup: number | null;
  /** Samples, products or sequences a second; null for training to a target. */
  itemsPerSecond: number | null;
  /** 90th percentile of a latency. */
  p90Ms: number | null;
  /** How much longer the last repetition took than the first, as a share; null for a single one. */
  drift: number | null;
  peakMemory: PeakMemory | null;
  /** Null without a counter. */
  energy: Energy | null;
  /** Null for every mode but `converge`. */
  training: Training | null;
  /** A single sample without warm-up: it shows that a batch fits, not how fast it is. */
  probe: boolean;
}

export interface CellResult {
  id: string;
  cell: Cell;
  status: Outcome['status'];
  /** Null where the status is "ok" and the computed result was right. */
  reason: string | null;
  /** Why it was not measured where that was for want of memory or time; null elsewhere. */
  limit: Limit | null;
  /** Of a cell that was not begun: what it would have needed of `limit`, in bytes or nanoseconds; null where unknown. */
  needed: number | null;
  value: CellValue | null;
}
