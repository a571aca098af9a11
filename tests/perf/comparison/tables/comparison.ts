/** @file A table of problems against libraries. */
import type { Library } from '../libraries/library.ts';
import { Allowance } from '../measure/allowance.ts';
import { Table } from '../measure/table.ts';
import { titleOf } from '../problem/definition.ts';
import type { Problem } from '../problem/problem.ts';
import type { Measuring } from './measuring.ts';
import { type Cell, measureRow } from './row.ts';

/** A column that compares the cells of a row, which are in the order of the libraries. */
export interface Ratio {
  title: string;
  of(cells: readonly Cell[]): string;
}

/** What is compared. */
export interface Comparison {
  scale: Measuring;
  libraries: readonly Library[];
  ratios: readonly Ratio[];
}

export const bestOf = (cells: readonly Cell[]): number => Math.max(0, ...cells.map(({ rate }) => rate ?? 0));

/**
 * Prints a table, row by row.
 * @param seconds that it may take
 * @returns the cells of each row, in the order of the libraries
 */
export async function compare(
  { libraries, scale, ratios }: Comparison,
  heading: string,
  problems: readonly Problem[],
  seconds: number,
): Promise<Cell[][]> {
  const names = libraries.map(({ name }) => name);
  const titles = problems.map(titleOf);
  const number = (title: string) => ({ title, width: Math.max(7, title.length), right: true });
  const table = new Table(`${heading}, ${scale.rate.unit}`, [
    { title: 'sizes', width: Math.max(...titles.map(({ length }) => length)) },
    ...names.map(number),
    ...ratios.map(({ title }) => number(title)),
  ]);
  const allowance = new Allowance(names, seconds, scale.now);
  const rows: Cell[][] = [];
  for (const [i, problem] of problems.entries()) {
    const cells = await measureRow(libraries, problem, scale, allowance);
    const notes = cells.flatMap(({ note }, at) => (note === null ? [] : [`${names[at]}: ${note}`]));
    table.row([titles[i]!, ...cells.map(({ text }) => text), ...ratios.map(({ of }) => of(cells))], notes);
    rows.push(cells);
  }
  return rows;
}
