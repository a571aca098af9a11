/** @file The tables of a leaderboard, each as CSV and as Parquet. */
import type { Leaderboard } from '../../data/contract/leaderboard.ts';
import type { Column } from '../../data/derive/columns/column.ts';
import { flagColumns } from '../../data/derive/columns/flag.ts';
import { gapColumns } from '../../data/derive/columns/gap.ts';
import { ratioColumns } from '../../data/derive/columns/ratio.ts';
import { columns } from '../../data/derive/columns/row.ts';
import { scalingColumns } from '../../data/derive/columns/scaling.ts';
import { toCsv } from '../../data/derive/files/csv.ts';
import { toParquet } from './parquet.ts';

const both = <Of>(name: string, of: readonly Column<Of>[], items: readonly Of[]) => ({
  [`${name}.csv`]: toCsv(of, items),
  [`${name}.parquet`]: toParquet(of, items),
});

/** Files by their name. */
export function tableFiles({
  rows,
  gaps,
  ratios,
  scalings,
}: Leaderboard): Record<string, string | Uint8Array> {
  const flags = rows.flatMap((row) => row.flags.map((flag) => ({ row: row.id, ...flag })));
  return {
    ...both('results', columns, rows),
    ...both('gaps', gapColumns, gaps),
    ...both('ratios', ratioColumns, ratios),
    ...both('scalings', scalingColumns, scalings),
    ...both('flags', flagColumns, flags),
  };
}
