/** @file What a run tells while it goes on: `--json` prints these as they are, a terminal and a log show them in words. */
import type { Cell } from '../data/contract/cell.ts';
import type { Energy, Training } from '../data/contract/derived.ts';
import type { Outcome, PeakMemory } from '../data/contract/outcome.ts';
import type { Conditions, Machine } from '../data/contract/submission.ts';
import type { EngineId, Metric, Preset } from '../data/contract/words.ts';
import type { Findings } from './findings.ts';
import type { Phase, Probe } from './protocol.ts';

/** The number of a cell, and what else its samples tell. */
export interface Value {
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
      ladders: number;
      estimateMs: number;
      /** File of the interrupted run that is taken up. */
      resumed: string | null;
      notes: string[];
    }
  | {
      event: 'begin';
      id: string;
      cell: Cell;
      runIndex: number;
      position: number;
      /** Null for a rung of a ladder: how many follow is not known. */
      total: number | null;
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
  | { event: 'cool-down'; delayMs: number }
  | { event: 'note'; text: string }
  | { event: 'warning'; text: string }
  | { event: 'finished'; path: string | null; interrupted: boolean; results: Finished[]; findings: Findings };

export type Reporter = (event: RunEvent) => void;
