/** @file Renders a table for the terminal. */
import Table from 'cli-table3';
import type { Colors } from '../text/colors.ts';

const borders = [
  ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
  ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
];

const noBorders: Record<string, string> = Object.fromEntries(borders.map((name) => [name, '']));

/** A table without borders, so that it fits into 80 characters. Columns are aligned to the right unless they say `left`. */
export function plainTable(
  columns: readonly { title: string; left?: boolean }[],
  rows: readonly (readonly string[])[],
  colors: Colors,
): string {
  const table = new Table({
    head: columns.map(({ title }) => colors.bold(title)),
    colAligns: columns.map(({ left }) => (left ? 'left' : 'right')),
    chars: noBorders,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString().replace(/ +$/gm, '');
}
