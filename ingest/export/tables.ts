/** @file The tables of a leaderboard, each as CSV and as Parquet. */
import type { Leaderboard } from '../../data/contract/leaderboard.ts';
import type { Column } from '../../data/derive/columns/column.ts';
import { flagColumns } from '../../data/derive/columns/flag.ts';
import { gapColumns } from '../../data/derive/columns/gap.ts';
import { ratioColumns } from '../../data/derive/columns/ratio.ts';
import { columns } from '../../data/derive/columns/row.ts';
import { scalingColumns } from '../../data/derive/columns/scaling.ts';
import { toCsv } from '../../data/derive/files/csv.ts';
import type { ExportFile } from './file.ts';
import { toParquet } from './parquet.ts';

function* both<Of>(name: string, of: readonly Column<Of>[], items: readonly Of[]): Generator<ExportFile> {
  yield [`${name}.csv`, toCsv(of, items)];
  yield [`${name}.parquet`, toParquet(of, items)];
}

export function* tableFiles({ rows, gaps, ratios, scalings }: Leaderboard): Generator<ExportFile> {
  yield* both('results', columns, rows);
  yield* both('gaps', gapColumns, gaps);
  yield* both('ratios', ratioColumns, ratios);
  yield* both('scalings', scalingColumns, scalings);
  const flags = rows.flatMap((row) => row.flags.map((flag) => ({ row: row.id, ...flag })));
  yield* both('flags', flagColumns, flags);
}
