/** @file A table of problems against libraries: each cell is a rate, or says why there is none. */
import type { Computation, Library } from '../libraries/library.ts';
import type { Machine } from '../machine/adapter.ts';
import type { Scale } from '../machine/scale.ts';
import { Allowance } from '../measure/allowance.ts';
import { timeTogether } from '../measure/clock.ts';
import { digits, Table } from '../measure/table.ts';
import { createOperands, errorOf, expectedRows, flopsOf, titleOf } from '../problem/definition.ts';
import type { ExpectedRow, Problem } from '../problem/problem.ts';

/** What the tables share. */
export interface Setting {
  machine: Machine;
  scale: Scale;
  /** This engine first. */
  libraries: readonly Library[];
}

/** The cell of one library in one row. */
interface Cell {
  /** Floating-point operations per second of a right result, or null. */
  rate: number | null;
  text: string;
  note: string | null;
}

const absent = (text: string, note: string | null = null): Cell => ({ rate: null, text, note });

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 160);

/** A computation that is ready to be timed, or the cell that says why not. */
type Prepared = { computation: Computation } | { cell: Cell };

async function prepare(
  library: Library,
  problem: Problem,
  operands: Float32Array<ArrayBuffer>[],
): Promise<Prepared> {
  try {
    const computation = await library.prepare(problem, operands);
    return computation === null ? { cell: absent('-') } : { computation };
  } catch (error) {
    return { cell: absent('failed', firstLine(error)) };
  }
}

/** Compares the result with float64; null if it is right. */
async function wrongCell(
  computation: Computation,
  problem: Problem,
  expected: readonly ExpectedRow[],
): Promise<Cell | null> {
  try {
    const error = errorOf(problem, await computation.read(), expected);
    return error === null ? null : absent('wrong', `differs from float64 by ${error.toExponential(1)}`);
  } catch (error) {
    return absent('failed', firstLine(error));
  }
}

/** Measures one problem with every library that has time left. */
async function measureRow(
  { scale, libraries }: Setting,
  problem: Problem,
  allowance: Allowance,
): Promise<Cell[]> {
  const operands = createOperands(problem);
  const cells: (Cell | null)[] = libraries.map(({ name }) => (allowance.has(name) ? null : absent('time')));
  const ready: { at: number; computation: Computation }[] = [];
  const spend = async <Result>(at: number, work: () => Promise<Result>): Promise<Result> => {
    const begin = performance.now();
    const result = await work();
    allowance.spend(libraries[at]!.name, performance.now() - begin);
    return result;
  };
  for (const [at, library] of libraries.entries()) {
    if (cells[at] !== null) continue;
    const prepared = await spend(at, () => prepare(library, problem, operands));
    if ('cell' in prepared) cells[at] = prepared.cell;
    else ready.push({ at, computation: prepared.computation });
  }
  const timings = await timeTogether(
    ready.map(({ computation }) => computation),
    scale.effort,
  );
  const expected = ready.length > 0 ? expectedRows(problem, operands) : [];
  for (const [i, { at, computation }] of ready.entries()) {
    const { ms, failure, spentMs } = timings[i]!;
    allowance.spend(libraries[at]!.name, spentMs);
    if (ms === null) cells[at] = absent('failed', firstLine(failure));
    else {
      const rate = (1000 * flopsOf(problem)) / ms;
      const right: Cell = { rate, text: digits(rate / scale.rate.size), note: null };
      cells[at] = (await spend(at, () => wrongCell(computation, problem, expected))) ?? right;
    }
    computation.dispose();
  }
  return cells as Cell[];
}

/** How much faster this engine is than the best of the others. */
function lead([own, ...others]: readonly Cell[]): string {
  const best = Math.max(0, ...others.map(({ rate }) => rate ?? 0));
  return !own?.rate || best === 0 ? '-' : `${digits(own.rate / best)}x`;
}

/**
 * Prints a table, row by row.
 * @param seconds that it may take
 * @returns the best rate of any library in each row, or null
 */
export async function compare(
  setting: Setting,
  heading: string,
  problems: readonly Problem[],
  seconds: number,
): Promise<(number | null)[]> {
  const { libraries, scale } = setting;
  const names = libraries.map(({ name }) => name);
  const titles = problems.map(titleOf);
  const table = new Table(`${heading}, ${scale.rate.unit}`, [
    { title: 'sizes', width: Math.max(...titles.map(({ length }) => length)) },
    ...names.map((title) => ({ title, width: Math.max(7, title.length), right: true })),
    { title: 'lead', width: 6, right: true },
  ]);
  const allowance = new Allowance(names, seconds);
  const best: (number | null)[] = [];
  for (const [i, problem] of problems.entries()) {
    const cells = await measureRow(setting, problem, allowance);
    const notes = cells.flatMap(({ note }, at) => (note === null ? [] : [`${names[at]}: ${note}`]));
    table.row([titles[i]!, ...cells.map(({ text }) => text), lead(cells)], notes);
    best.push(
      cells.reduce<number | null>(
        (most, { rate }) => (rate === null ? most : Math.max(most ?? 0, rate)),
        null,
      ),
    );
  }
  return best;
}
