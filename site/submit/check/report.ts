/** @file What the page shows of a dropped file, and the messages between the page and the worker that checks it. */
import type { Gap, Row } from '../../../data/contract/leaderboard.ts';
import type { Problem } from '../../../data/contract/problem.ts';
import type { Panel } from '../../rows/compare.ts';
import type { ReadName } from './names.ts';
import type { PublicField } from './public.ts';

/** A file that ingest refuses, with all its problems. */
export interface Refusal {
  ok: false;
  problems: Problem[];
}

/** A file that ingest accepts. */
export interface Acceptance {
  ok: true;
  /** Path in the repository. */
  path: string;
  /** The text as it belongs into the repository. */
  text: string;
  /** What differs between the dropped file and that text; null if nothing does. */
  changed: string | null;
  names: ReadName[];
  fields: PublicField[];
  /** Numbers of results with a value and without one. */
  measured: number;
  attempts: number;
  /** Why nothing of the file is ranked; null if something is. */
  unranked: string | null;
}

/** A row of the file with its work in words. */
export interface PlacedRow {
  row: Row;
  /** Name of the device. */
  name: string;
  workload: string;
  engine: string;
  /** "naive", "float32", "batch 128". */
  settings: readonly string[];
  /** Ranked rows with the same comparison key, this one included. */
  of: number;
  /** Whether the row was there already, so that the file only adds to it. */
  before: boolean;
  /** Why the file's own value is not ranked, if the row keeps another; null if it is or was not kept. */
  keptBecause: string | null;
}

/** The charts of one workload and mode in which the file has rows. */
export interface PlacedCharts {
  title: string;
  panels: Panel[];
}

export interface PlacedReport {
  rows: PlacedRow[];
  /** Rows that stay as they are although the file has a value for them. */
  kept: PlacedRow[];
  charts: PlacedCharts[];
  /** Rows of others whose place changes. */
  moved: number;
  gaps: Gap[];
  /** Files of the same machine that were too many to read. */
  left: number;
  /** Name of what is 1.0x. */
  reference: string;
}

/** A file of the site. */
export interface Fetched {
  path: string;
  bytes: Uint8Array;
}

/** To the worker. Each follows the one before, about the same file. */
export type Request =
  | { type: 'check'; file: File; nowMs: number }
  | { type: 'related'; preview: Uint8Array }
  /** Shards of the works of the file. */
  | { type: 'details'; shards: Fetched[] }
  /** Files of details of those shards, and files of the repository. */
  | { type: 'place'; details: Uint8Array[]; files: Fetched[]; nowMs: number };

/** From the worker. */
export type Answer =
  | { type: 'checked'; report: Refusal | Acceptance }
  /** Files of the same machine, whether this file is among the accepted ones, and its works as "workload mode". */
  | { type: 'related'; paths: string[]; known: boolean; works: string[] }
  /** Paths of the files of details that decide about its places. */
  | { type: 'details'; paths: string[] }
  | { type: 'placed'; report: PlacedReport }
  | { type: 'error'; message: string };
