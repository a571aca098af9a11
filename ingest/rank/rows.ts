/** @file Converts candidates to rows: compares each with the baseline and with its peers, then sorts all. */
import type { Row } from '../../data/contract/leaderboard.ts';
import { workloadIdSchema } from '../../data/contract/words.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { placesOf } from './rank.ts';
import { type BaselineValues, speedupOf } from './speedup.ts';

/** Sort order: workload, mode, comparison key, place, id. */
function compareRows(a: Row, b: Row): number {
  const order = (row: Row) => workloadIdSchema.options.indexOf(row.workload);
  const text = (row: Row) => `${row.mode} ${row.comparisonKey}`;
  const place = (row: Row) => row.rank ?? Number.MAX_SAFE_INTEGER;
  if (order(a) !== order(b)) return order(a) - order(b);
  if (text(a) !== text(b)) return text(a) < text(b) ? -1 : 1;
  if (place(a) !== place(b)) return place(a) - place(b);
  return a.id < b.id ? -1 : 1;
}

/** Rows of all candidates. `baselineName` is the name of the baseline used in sentences. */
export function toRows(
  candidates: readonly Candidate[],
  baseline: BaselineValues,
  baselineName: string,
): Row[] {
  const places = placesOf(candidates);
  const rows = candidates.map((candidate): Row => {
    const { flag, ...speedup } = speedupOf(candidate, baseline, baselineName);
    const flags = flag === null ? candidate.row.flags : [...candidate.row.flags, flag];
    return { ...candidate.row, ...speedup, ...places.get(candidate.row.id)!, flags };
  });
  return rows.sort(compareRows);
}
