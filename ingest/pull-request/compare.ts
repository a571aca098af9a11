/** @file Compares the leaderboards before and after a pull request. Pure. */
import type { Leaderboard, Row } from '../../data/contract/leaderboard.ts';
import type { MovedRow, ReportedRow } from './report.ts';

export interface Comparison {
  rows: ReportedRow[];
  moved: MovedRow[];
  gaps: number;
}

/** Number of ranked rows of each comparison. */
function countRanked(rows: readonly Row[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { comparisonKey, rank } of rows) {
    if (rank !== null) counts.set(comparisonKey, (counts.get(comparisonKey) ?? 0) + 1);
  }
  return counts;
}

function workOf(row: Row) {
  const { workload, mode, engine, dtype, recipe, device, batchSize, size, sequenceLength, languageModel } =
    row;
  const sizes = [batchSize ?? size, sequenceLength].filter((one) => one !== null).join(' x ');
  const words = [languageModel?.quantization ?? '', sizes].filter((one) => one !== '').join(' ');
  const name = device.name;
  return {
    workload,
    mode,
    engine,
    kind: device.kind,
    dtype,
    recipe,
    name,
    size: words === '' ? null : words,
  };
}

function placeOf({ rank, rankBand, comparisonKey }: Row, counts: ReadonlyMap<string, number>) {
  if (rank === null) return null;
  return { rank, of: counts.get(comparisonKey) ?? 1, band: rankBand ?? ([rank, rank] as [number, number]) };
}

/** @param added Paths of the accepted results of the pull request. */
export function compareLeaderboards(
  before: Leaderboard,
  after: Leaderboard,
  added: ReadonlySet<string>,
): Comparison {
  const earlier = new Map(before.rows.map((row) => [row.id, row]));
  const [countsBefore, countsAfter] = [countRanked(before.rows), countRanked(after.rows)];
  const isAdded = ({ sources }: Pick<Row, 'sources'>) => sources.some(({ path }) => added.has(path));
  const rows: ReportedRow[] = [];
  const moved: MovedRow[] = [];
  for (const row of after.rows) {
    const old = earlier.get(row.id);
    if (isAdded(row)) {
      rows.push({
        ...workOf(row),
        value: row.value,
        unit: row.unit,
        before: old?.value ?? null,
        speedup: row.speedup,
        place: placeOf(row, countsAfter),
        reason: row.rankReason,
        trust: row.trust,
        flags: row.flags.map(({ id }) => id).slice(0, 30),
      });
    } else if (old !== undefined && old.rank !== row.rank) {
      moved.push({ ...workOf(row), from: placeOf(old, countsBefore), to: placeOf(row, countsAfter) });
    }
  }
  const left = new Set(after.rows.map(({ id }) => id));
  for (const row of before.rows)
    if (!left.has(row.id)) moved.push({ ...workOf(row), from: placeOf(row, countsBefore), to: null });
  return { rows, moved, gaps: after.gaps.filter(isAdded).length };
}
