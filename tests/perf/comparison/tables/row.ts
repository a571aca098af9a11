/** @file One row of a comparison: a problem on every library, timed in turn and compared with float64. */
import type { Computation, Library } from '../libraries/library.ts';
import type { Allowance } from '../measure/allowance.ts';
import { type Timing, timeTogether } from '../measure/clock.ts';
import { digits } from '../measure/table.ts';
import { createOperands, errorOf, expectedRows, flopsOf } from '../problem/definition.ts';
import type { ExpectedRow, Problem } from '../problem/problem.ts';
import type { Measuring } from './measuring.ts';

/** What one library reached, or why there is nothing. */
export interface Cell {
  /** Floating-point operations per second; null unless the result is right. */
  rate: number | null;
  text: string;
  note: string | null;
}

const absent = (text: string, note: string | null = null): Cell => ({ rate: null, text, note });

/** Of an error's message, for a note. */
export const firstLine = (error: unknown): string =>
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

/** The cell of a computation that was timed. The rate of a wrong result is shown but does not count. */
async function toCell(
  { ms, failure }: Timing,
  computation: Computation,
  { problem, expected, rateSize }: { problem: Problem; expected: readonly ExpectedRow[]; rateSize: number },
): Promise<Cell> {
  if (ms === null) return absent('failed', firstLine(failure));
  const rate = (1000 * flopsOf(problem)) / ms;
  const text = digits(rate / rateSize);
  try {
    const rows = expected.map(({ first, values }) => ({ first, count: values.length }));
    const error = errorOf(problem, await computation.read(rows), expected);
    if (error === null) return { rate, text, note: null };
    return absent(
      `${text}!`,
      `differs from float64 by ${error.toExponential(1)}, more than rounding explains`,
    );
  } catch (error) {
    return absent('failed', firstLine(error));
  }
}

/** The cells in the order of the libraries. Those that have no time left are not asked. */
export async function measureRow(
  libraries: readonly Library[],
  problem: Problem,
  scale: Measuring,
  allowance: Allowance,
): Promise<Cell[]> {
  const cells = new Map<Library, Cell>();
  const asked = libraries.filter(({ name }) => allowance.has(name));
  const operands = allowance.chargeAll(() => (asked.length > 0 ? createOperands(problem) : []));
  const ready: { library: Library; computation: Computation }[] = [];
  for (const library of asked) {
    const prepared = await allowance.charge(library.name, () => prepare(library, problem, operands));
    if ('cell' in prepared) cells.set(library, prepared.cell);
    else ready.push({ library, computation: prepared.computation });
  }
  const charged = ready.map(({ library, computation }) => ({
    run: (times: number) => allowance.charge(library.name, () => computation.run(times)),
  }));
  const timings = await timeTogether(charged, scale.effort);
  const expected = allowance.chargeAll(() => (ready.length > 0 ? expectedRows(problem, operands) : []));
  for (const [i, { library, computation }] of ready.entries()) {
    const context = { problem, expected, rateSize: scale.rate.size };
    const check = () => toCell(timings[i]!, computation, context);
    cells.set(library, await allowance.charge(library.name, check));
    computation.dispose();
  }
  return libraries.map((library) => cells.get(library) ?? absent('time'));
}
