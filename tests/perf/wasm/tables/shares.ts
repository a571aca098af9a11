/** @file Products beside the ceiling of the chip, which is PyTorch's largest product, and what further threads give. */
import { digits, Table } from '../../comparison/measure/table.ts';
import { titleOf } from '../../comparison/problem/definition.ts';
import type { ProductProblem } from '../../comparison/problem/problem.ts';
import type { Threads } from '../engines.ts';
import { operations } from '../setting.ts';
import { numberColumn, percent, times } from './columns.ts';

/** Operations per second by the name of an engine on some threads; null where there is no right result. */
export type NamedRates = ReadonlyMap<string, number | null>;

/** How an engine on some threads is named. */
export const nameOn = (name: string, threads: Threads): string => (threads === 'one' ? `${name} 1` : name);

const words = { all: 'all threads', one: 'one thread' };

/**
 * @param names of the engines
 * @param problems the largest first
 * @param rows the rates of each problem
 */
export function printShares(
  names: readonly string[],
  threads: readonly Threads[],
  problems: readonly ProductProblem[],
  rows: readonly NamedRates[],
): void {
  const ceilingOf = (count: Threads) => rows[0]!.get(nameOn('pytorch', count)) ?? null;
  const { unit, size } = operations.rate;
  const ceilings = threads.map((count) => {
    const rate = ceilingOf(count);
    return `${rate === null ? 'not measured' : `${digits(rate / size)} ${unit}`} on ${words[count]}`;
  });
  const shared = threads.flatMap((count) => names.map((name) => ({ name: nameOn(name, count), count })));
  const table = new Table(`Share of the ceiling, pytorch's largest product: ${ceilings.join(', ')}`, [
    { title: 'sizes', width: titleOf(problems[0]!).length },
    ...shared.map(({ name }) => numberColumn(name)),
    ...names.map((name) => numberColumn(`speedup ${name}`)),
  ]);
  for (const [i, rates] of rows.entries()) {
    const shares = shared.map(({ name, count }) => percent(rates.get(name), ceilingOf(count)));
    const speedups = names.map((name) => times(rates.get(name), rates.get(nameOn(name, 'one'))));
    table.row([titleOf(problems[i]!), ...shares, ...speedups]);
  }
}
