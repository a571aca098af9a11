/** @file The shown rows as CSV: the same rows, order and ratios as on the page, with every column of results.csv. */
import { type Column, columns } from '../../data/derive/columns.ts';
import { toCsv } from '../../data/derive/csv.ts';
import type { Compared, Panel } from '../rows/compare.ts';

/** A row as the page shows it, with the name of the 1.0x row. */
type Shown = Compared & { reference: string };

/** Columns that only the page has. */
export const pageColumns: readonly Column<Shown>[] = [
  {
    name: 'name',
    type: 'STRING',
    unit: null,
    text: 'The device as the page names it.',
    read: ({ entry }) => entry.name,
  },
  {
    name: 'vendor',
    type: 'STRING',
    unit: null,
    text: 'Its vendor; other if the catalogue does not list it.',
    read: ({ entry }) => entry.vendor,
  },
  {
    name: 'ratio',
    type: 'DOUBLE',
    unit: null,
    text: 'Times faster than ratioTo; null if the two may not be compared.',
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

export function panelsToCsv(panels: readonly Panel[], reference: string): string {
  const rows = panels.flatMap((panel) => panel.rows.map((row) => ({ ...row, reference })));
  return toCsv([...pageColumns, ...shared], rows);
}
