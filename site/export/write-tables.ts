/** @file Writes tables of a page as Markdown and as CSV. Pure. */
import { type Column, columnsOf } from '../../data/derive/columns/column.ts';
import { toCsv } from '../../data/derive/files/csv.ts';
import { markdownTable, markdownText } from '../rows/markdown.ts';
import type { Cell, PageTable } from './tables.ts';

/** Where the tables are from. */
export interface Source {
  title: string;
  /** Whole address of the page. */
  address: string;
}

const wordsOf = ({ text, note }: Cell): string => (note === '' ? text : `${text} (${note})`);

/** All tables below each other, with a link to the page. */
export function tablesToMarkdown(tables: readonly PageTable[], { title, address }: Source): string {
  const parts = tables.map(({ name, groups, columns, rows }) => {
    const heads = [...groups.map((head) => ({ head, number: false })), ...columns];
    return [
      ...(name === '' ? [] : [`**${markdownText(name)}**`, '']),
      ...markdownTable(
        heads.map(({ head, number }) => ({ head: markdownText(head), number })),
        rows.map((row) => [
          ...groups.map((_, index) => markdownText(row.groups[index] ?? '')),
          ...row.cells.map((cell) => markdownText(wordsOf(cell))),
        ]),
      ),
    ].join('\n');
  });
  return [`**${markdownText(title)}**`, ...parts, `Trainmark: <${address}>`, ''].join('\n\n');
}

/** A row of any of the tables. */
interface Item {
  table: PageTable;
  row: PageTable['rows'][number];
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

/**
 * One CSV of all tables, each row with the name of its table. A column with exact numbers has those, and beside them what the
 * page shows, with its unit; small print has a column of its own.
 */
export function tablesToCsv(tables: readonly PageTable[]): string {
  const items = tables.flatMap((table) => table.rows.map((row): Item => ({ table, row })));
  const { column } = columnsOf<Item>();
  const text = (name: string, read: Column<Item>['read']) => column(name, 'STRING', null, name, read);
  const cellColumns = (head: string): Column<Item>[] => {
    const cellOf = ({ table, row }: Item) =>
      row.cells[table.columns.findIndex((column) => column.head === head)];
    const some = (test: (cell: Cell) => boolean) => items.some((item) => test(cellOf(item) ?? NONE));
    const exact = some(({ value }) => value !== null);
    return [
      ...(exact ? [text(head, (item) => cellOf(item)?.value ?? null)] : []),
      text(exact ? `${head}, as shown` : head, (item) => cellOf(item)?.text ?? null),
      ...(some(({ note }) => note !== '')
        ? [text(`${head}, note`, (item) => cellOf(item)?.note || null)]
        : []),
    ];
  };
  return toCsv(
    [
      ...(tables.length > 1 ? [text('Table', ({ table }) => table.name)] : []),
      ...distinct(tables.flatMap(({ groups }) => groups)).map((name) =>
        text(name, ({ table, row }) => row.groups[table.groups.indexOf(name)] ?? null),
      ),
      ...distinct(tables.flatMap(({ columns }) => columns.map(({ head }) => head))).flatMap(cellColumns),
    ],
    items,
  );
}

const NONE: Cell = { text: '', note: '', value: null };
