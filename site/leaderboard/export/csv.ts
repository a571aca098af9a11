/** @file The rows of a view as CSV, in the order of the page, with their ratios and every column of results.csv. */
import type { Column } from '../../../data/derive/columns/column.ts';
import { columns } from '../../../data/derive/columns/row.ts';
import { toCsv } from '../../../data/derive/files/csv.ts';
import type { Compared } from '../../rows/compare.ts';
import type { NamedRow } from '../../rows/named-row.ts';

/** A whole row of the page with the name of the 1.0x row. */
type Shown = Compared<NamedRow> & { reference: string };

/** Columns that results.csv does not have. */
export const pageColumns: readonly Column<Shown>[] = [
  {
    name: 'name',
    type: 'STRING',
    unit: null,
    text: 'Name of the device on the page.',
    read: ({ entry }) => entry.name,
  },
  {
    name: 'vendor',
    type: 'STRING',
    unit: null,
    text: 'Its vendor; other if neither the catalogue nor its name tells.',
    read: ({ entry }) => entry.vendor,
  },
  {
    name: 'ratio',
    type: 'DOUBLE',
    unit: null,
    text: 'Times faster than ratioTo; null if the two cannot be compared.',
    read: ({ ratio }) => ratio,
  },
  {
    name: 'ratioTo',
    type: 'STRING',
    unit: null,
    text: 'The row that is 1.0x on the page.',
    read: ({ ratio, reference }) => (ratio === null ? null : reference),
  },
  {
    name: 'notes',
    type: 'STRING',
    unit: null,
    text: 'The flags in sentences.',
    read: ({ entry }) => entry.flags.map(({ text }) => text).join(' '),
  },
];

const shared = columns.map(
  ({ read, ...column }): Column<Shown> => ({ ...column, read: ({ entry }) => read(entry) }),
);

/** @param reference name of the row that is 1.0x */
export const rowsToCsv = (rows: readonly Compared<NamedRow>[], reference: string): string =>
  toCsv(
    [...pageColumns, ...shared],
    rows.map((row) => ({ ...row, reference })),
  );
