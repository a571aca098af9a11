/** @file The tables of a leaderboard, each as CSV and as Parquet. They grow together with it. */
import type { Gap, Ratio, Row, Scaling } from '../../data/contract/leaderboard.ts';
import type { Column } from '../../data/derive/columns/column.ts';
import { flagColumns } from '../../data/derive/columns/flag.ts';
import { gapColumns } from '../../data/derive/columns/gap.ts';
import { ratioColumns } from '../../data/derive/columns/ratio.ts';
import { columns } from '../../data/derive/columns/row.ts';
import { scalingColumns } from '../../data/derive/columns/scaling.ts';
import { csvHeader, csvLines } from '../../data/derive/files/csv.ts';
import type { Output } from './output.ts';
import { createParquet } from './parquet.ts';

/** Rows of a row group: some megabytes while they wait, and enough for readers that skip groups. */
const GROUP = 20_000;

/** Rows that become text at a time. */
const LINES = 500;

/** A table that is written. */
interface Table<Of> {
  add(items: readonly Of[]): void;
  close(): void;
}

function createTable<Of>(output: Output, name: string, of: readonly Column<Of>[]): Table<Of> {
  const csv = output.open(`${name}.csv`);
  csv.write(csvHeader(of));
  const parquet = createParquet(output.open(`${name}.parquet`), of, { rows: GROUP });
  return {
    add: (items) => {
      for (let start = 0; start < items.length; start += LINES)
        csv.write(csvLines(of, items.slice(start, start + LINES)));
      for (const item of items) parquet.add(item);
    },
    close: () => {
      csv.close();
      parquet.close();
    },
  };
}

const flagsOf = (rows: readonly Row[]) =>
  rows.flatMap((row) => row.flags.map((flag) => ({ row: row.id, ...flag })));

export function createTables(output: Output) {
  const results = createTable(output, 'results', columns);
  const gaps = createTable(output, 'gaps', gapColumns);
  const ratios = createTable(output, 'ratios', ratioColumns);
  const scalings = createTable(output, 'scalings', scalingColumns);
  const flags = createTable(output, 'flags', flagColumns);
  const all = [results, gaps, ratios, scalings, flags];
  return {
    rows: (some: readonly Row[]): void => {
      results.add(some);
      flags.add(flagsOf(some));
    },
    gaps: (some: readonly Gap[]): void => gaps.add(some),
    ratios: (some: readonly Ratio[]): void => ratios.add(some),
    scalings: (some: readonly Scaling[]): void => scalings.add(some),
    close: (): void => {
      for (const table of all) table.close();
    },
  };
}
