/** @file The tables that the explorer can ask, with their columns. Pure: pages give it the list of files. */
import type { Column } from '../../data/derive/columns/column.ts';
import { flagColumns } from '../../data/derive/columns/flag.ts';
import { gapColumns } from '../../data/derive/columns/gap.ts';
import { ratioColumns } from '../../data/derive/columns/ratio.ts';
import { columns as rowColumns } from '../../data/derive/columns/row.ts';
import { sampleColumns } from '../../data/derive/columns/sample.ts';
import { scalingColumns } from '../../data/derive/columns/scaling.ts';
import type { Table, TableColumn, Tables } from './query/query.ts';

const types: Record<Column<never>['type'], string> = {
  STRING: 'text',
  DOUBLE: 'number',
  INT32: 'number',
  INT64: 'number',
  BOOLEAN: 'true or false',
  DATE: 'date',
  INSTANT: 'time in UTC',
  STRINGS: 'list of texts',
  INT64S: 'list of numbers',
  DOUBLES: 'list of numbers',
};

const described = <Of>(columns: readonly Column<Of>[]): TableColumn[] =>
  columns.map(({ name, type, unit, text }) => ({
    name,
    type: unit === null ? types[type] : `${types[type]}, ${unit}`,
    text,
  }));

const columns: Record<string, TableColumn[]> = {
  results: described(rowColumns),
  gaps: described(gapColumns),
  ratios: described(ratioColumns),
  scalings: described(scalingColumns),
  flags: described(flagColumns),
  samples: described(sampleColumns),
};

/** The table of a Parquet file; null for any other file. */
function tableOf({ name, bytes }: { name: string; bytes: number }): Table | null {
  const [, suite, workload] = /^samples\/suite=(\d+)\/workload=([a-z0-9-]+)\//.exec(name) ?? [];
  if (workload !== undefined) {
    const older = suite === '1' ? '' : ` of suite ${suite}`;
    return { name: `samples/${workload}${older}`, path: name, bytes, columns: 'samples' };
  }
  const table = name.replace(/\.parquet$/, '');
  return name.endsWith('.parquet') && table in columns
    ? { name: table, path: name, bytes, columns: table }
    : null;
}

/** @param files names below `/data/` with their sizes in bytes */
export function toTables(files: readonly { name: string; bytes: number }[]): Tables {
  const order = Object.keys(columns);
  const tables = files
    .flatMap((file) => tableOf(file) ?? [])
    .toSorted((a, b) => order.indexOf(a.columns) - order.indexOf(b.columns));
  return { tables, columns };
}
