/** @file How much a leaderboard holds. The counts of machines add up to those of all. */
import type { Leaderboard } from '../../data/contract/leaderboard.ts';

export interface Counts {
  rows: number;
  /** Rows with a speedup. */
  speedups: number;
  gaps: number;
  ratios: number;
  scalings: number;
  /** Day of the newest row or gap; null without any. */
  date: string | null;
}

export const nothing: Counts = { rows: 0, speedups: 0, gaps: 0, ratios: 0, scalings: 0, date: null };

export function countsOf({ rows, gaps, ratios, scalings, date }: Leaderboard): Counts {
  return {
    rows: rows.length,
    speedups: rows.filter(({ speedup }) => speedup !== null).length,
    gaps: gaps.length,
    ratios: ratios.length,
    scalings: scalings.length,
    date: rows.length + gaps.length === 0 ? null : date,
  };
}

const later = (a: string | null, b: string | null): string | null => ((a ?? '') > (b ?? '') ? a : b);

export const sumOf = (a: Counts, b: Counts): Counts => ({
  rows: a.rows + b.rows,
  speedups: a.speedups + b.speedups,
  gaps: a.gaps + b.gaps,
  ratios: a.ratios + b.ratios,
  scalings: a.scalings + b.scalings,
  date: later(a.date, b.date),
});
