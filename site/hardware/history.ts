/** @file How a machine's values changed over its runs. Pure. */
import type { WorkloadFacts } from '../../data/contract/catalogue.ts';
import { type Cell, cellId } from '../../data/contract/cell.ts';
import { measuredOf } from '../../data/derive/measured.ts';
import type { NamedRow } from '../rows/named-row.ts';
import type { Run } from './runs.ts';

export interface Point {
  /** When the run began, in UTC. */
  at: string;
  value: number;
  path: string;
}

export interface History {
  row: NamedRow;
  /** Oldest first; two at least. */
  points: Point[];
  /** The newest value over the oldest, as times faster. */
  change: number;
}

const idOf = (cell: Cell): string => cellId(cell);

/** Rows with values from two or more of the runs, those that changed the most first. */
export function historiesOf(
  rows: readonly NamedRow[],
  runs: readonly Run[],
  factsOf: (workload: NamedRow['workload']) => WorkloadFacts | null,
): History[] {
  const values = pointsOf(runs, factsOf);
  return rows
    .flatMap((row) => {
      // The best batch of a sweep is a value of several cells.
      if (row.metric === 'peakSamplesPerSecond') return [];
      const points = values.get(`${row.metric} ${idOf(row)}`) ?? [];
      if (points.length < 2) return [];
      const [oldest, newest] = [points[0]!.value, points.at(-1)!.value];
      return [{ row, points, change: row.higherIsBetter ? newest / oldest : oldest / newest }];
    })
    .toSorted((a, b) => Math.abs(Math.log(b.change)) - Math.abs(Math.log(a.change)));
}

/** The values of every cell, oldest first, by metric and cell. */
function pointsOf(
  runs: readonly Run[],
  factsOf: (workload: NamedRow['workload']) => WorkloadFacts | null,
): Map<string, Point[]> {
  const found = new Map<string, Point[]>();
  for (const { path, startedAt, results } of runs.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))) {
    for (const { cell, outcome } of results) {
      const facts = factsOf(cell.workload);
      if (outcome.status !== 'ok' || facts === null) continue;
      const { metric, value, probe } = measuredOf(cell, outcome, facts);
      if (probe) continue;
      const key = `${metric} ${idOf(cell)}`;
      const points = found.get(key) ?? [];
      points.push({ at: startedAt, value, path });
      found.set(key, points);
    }
  }
  return found;
}
