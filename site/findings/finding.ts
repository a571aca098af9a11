/** @file What a finding is: a conclusion with the numbers it rests on. */
import type { WorkloadFacts } from '../../data/contract/catalogue.ts';
import type { Ratio } from '../../data/contract/leaderboard.ts';
import type { NamedRow, NamedScaling } from '../rows/named-row.ts';

/** Everything from which findings are computed. */
export interface Evidence {
  rows: readonly NamedRow[];
  ratios: readonly Ratio[];
  scalings: readonly NamedScaling[];
  workloads: readonly WorkloadFacts[];
}

/** One line of a finding's table and chart. */
export interface Line {
  label: string;
  /** What else is to be known of it; empty if nothing. */
  detail: string;
  /** In the order of the table's columns. */
  cells: string[];
  /** The mark in the chart, with the range around it; null if it has none. */
  mark: { low: number; middle: number; high: number } | null;
}

export interface Table {
  caption: string;
  /** Headings after that of the first column. */
  columns: string[];
  /** Heading of the first column. */
  first: string;
  /** A value that the axis marks, such as 1 for ratios; null for none. */
  one: number | null;
  /** The axis of the marks; `log` by default. */
  scale?: 'log' | 'linear';
  /** How a tick of the axis is written. */
  tick: (value: number) => string;
  lines: Line[];
}

export interface Finding {
  id: string;
  title: string;
  /** What the data say now, a sentence each. */
  conclusion: string[];
  /** Null if there is nothing to show beside the sentences. */
  table: Table | null;
  /** The rows that it rests on. */
  basis: NamedRow[];
  /** Which new results would change it. */
  change: string;
}
