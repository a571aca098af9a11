/** @file Converts candidates to rows: compares each with the baseline and with its peers, then sorts all. */
import type { Row } from '../../data/contract/leaderboard.ts';
import { workloadIdSchema } from '../../data/contract/words.ts';
import { compareText } from '../../data/derive/rows/compare-text.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { placesOf } from './rank.ts';
import { type BaselineValues, speedupOf } from './speedup.ts';

type Work = Pick<Row, 'workload' | 'mode'>;

const workloadOrder = new Map(workloadIdSchema.options.map((id, position) => [id, position]));

/** Sort order of workloads and modes. */
export const compareWorks = (a: Work, b: Work): number =>
  workloadOrder.get(a.workload)! - workloadOrder.get(b.workload)! || compareText(a.mode, b.mode);

/** Sort order: workload, mode, comparison key, place, id. */
function compareRows(a: Row, b: Row): number {
  const place = (row: Row) => row.rank ?? Number.MAX_SAFE_INTEGER;
  return (
    compareWorks(a, b) ||
    compareText(a.comparisonKey, b.comparisonKey) ||
    place(a) - place(b) ||
    compareText(a.id, b.id)
  );
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
