/** @file The events of a run. `--json` prints them unchanged; the terminal and logs show them as text. */
import type { Cell } from '../../data/contract/cell.ts';
import type { Conditions, Machine } from '../../data/contract/submission.ts';
import type { EngineId, Preset } from '../../data/contract/words.ts';
import type { Phase, Probe } from '../protocol/messages.ts';
import type { CellResult, CellValue } from '../results/cell-result.ts';
import type { RunComparison } from '../results/comparison.ts';

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
      /** File of the interrupted run that is resumed; null for a new run. */
      resumed: string | null;
      notes: string[];
    }
  | {
      event: 'begin';
      id: string;
      cell: Cell;
      runIndex: number;
      position: number;
      /** Null in a batch sweep, whose length is unknown. */
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
      value: CellValue | null;
    }
  | { event: 'cool-down'; delayMs: number }
  | { event: 'note'; text: string }
  | { event: 'warning'; text: string }
  | {
      event: 'finished';
      path: string | null;
      /** Why ingest would refuse the file, one line each; empty if it accepts it or was not asked. */
      problems: string[];
      interrupted: boolean;
      /** From the plan to the last repetition. */
      elapsedMs: number;
      results: CellResult[];
      findings: RunComparison;
      /** One for each device whose engine is not the preferred one: which is, and what it would need. */
      advice: string[];
    };

export type Reporter = (event: RunEvent) => void;
