/** @file What a run tells while it goes on: `--json` prints these as they are, a terminal and a log show them in words. */
import type { Cell } from '../data/contract/cell.ts';
import type { Outcome } from '../data/contract/outcome.ts';
import type { Conditions, Machine } from '../data/contract/submission.ts';
import type { EngineId, Preset } from '../data/contract/words.ts';
import type { Phase, Probe } from './protocol.ts';

/** The number of a cell beside the baseline's; null where there is none. */
export interface Value {
  value: number;
  unit: string;
  /** Half the width of the interval, as a share of the value; null for a single repetition. */
  spread: number | null;
  n: number;
  /** Times faster than the baseline computer. */
  speedup: number | null;
}

export interface Finished {
  id: string;
  cell: Cell;
  status: Outcome['status'];
  /** Null where the status is "ok" and the computed result was right. */
  reason: string | null;
  value: Value | null;
}

export type RunEvent =
  | {
      event: 'plan';
      preset: Preset;
      seed: number;
      machine: Machine;
      conditions: Conditions;
      engines: { id: EngineId; probe: Probe }[];
      cells: number;
      repetitions: number;
      estimateMs: number;
      notes: string[];
    }
  | {
      event: 'begin';
      id: string;
      cell: Cell;
      runIndex: number;
      position: number;
      total: number;
      remainingMs: number;
    }
  | { event: 'progress'; id: string; phase: Phase; fraction: number; remainingMs: number }
  | {
      event: 'end';
      id: string;
      cell: Cell;
      runIndex: number;
      elapsedMs: number;
      status: string;
      reason: string | null;
      value: Value | null;
    }
  | { event: 'warning'; text: string }
  | { event: 'finished'; path: string | null; interrupted: boolean; results: Finished[] };

export type Reporter = (event: RunEvent) => void;
