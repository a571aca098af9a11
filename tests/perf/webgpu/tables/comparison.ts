/** @file A table of problems against libraries. */
import type { Library } from '../libraries/library.ts';
import type { Machine } from '../machine/adapter.ts';
import type { Scale } from '../machine/scale.ts';
import { Allowance } from '../measure/allowance.ts';
import { digits, Table } from '../measure/table.ts';
import { titleOf } from '../problem/definition.ts';
import type { Problem } from '../problem/problem.ts';
import { type Cell, measureRow } from './row.ts';

/** What the tables share. */
export interface Setting {
  machine: Machine;
  scale: Scale;
  /** This engine first. */
  libraries: readonly Library[];
}

const bestOf = (cells: readonly Cell[]): number => Math.max(0, ...cells.map(({ rate }) => rate ?? 0));

/** How much faster this engine is than the best of the others. */
function ratio([own, ...others]: readonly Cell[]): string {
  const best = bestOf(others);
  return !own?.rate || best === 0 ? '-' : `${digits(own.rate / best)}x`;
}

/**
 * Prints a table, row by row.
 * @param seconds that it may take
 * @returns the best rate of all libraries in each row, 0 if there is none
 */
export async function compare(
  { libraries, scale }: Setting,
  heading: string,
  problems: readonly Problem[],
  seconds: number,
): Promise<number[]> {
  const names = libraries.map(({ name }) => name);
  const titles = problems.map(titleOf);
  const table = new Table(`${heading}, ${scale.rate.unit}`, [
    { title: 'sizes', width: Math.max(...titles.map(({ length }) => length)) },
    ...names.map((title) => ({ title, width: Math.max(7, title.length), right: true })),
    { title: 'ratio', width: 6, right: true },
  ]);
  const allowance = new Allowance(names, seconds, scale.now);
  const best: number[] = [];
  for (const [i, problem] of problems.entries()) {
    const cells = await measureRow(libraries, problem, scale, allowance);
    const notes = cells.flatMap(({ note }, at) => (note === null ? [] : [`${names[at]}: ${note}`]));
    table.row([titles[i]!, ...cells.map(({ text }) => text), ratio(cells)], notes);
    best.push(bestOf(cells));
  }
  return best;
}
