/** @file The two ceilings of the adapter: a large copy and the fastest product of matrices. */

import { timeTogether } from '../../comparison/measure/clock.ts';
import { digits } from '../../comparison/measure/table.ts';
import { bestOf, compare } from '../../comparison/tables/comparison.ts';
import { openCopies } from '../machine/copy.ts';
import { squareProducts, typesOf } from './operations.ts';
import type { Setting } from './setting.ts';

async function printCopies({ machine, scale }: Setting): Promise<void> {
  const { bytes, copies, isRight, dispose } = await openCopies(machine.adapter, scale.copyBytes);
  const timings = await timeTogether(copies, scale.effort);
  if (!(await isRight())) throw new Error('the copy differs from the original');
  // Every byte is read once and written once.
  const rates = timings.map(({ ms, failure }, i) =>
    ms === null
      ? `${copies[i]!.name} failed (${failure})`
      : `${copies[i]!.name} ${digits((2 * bytes) / ms / 1e6)} GB/s`,
  );
  console.log(`\nCopy of ${bytes / 2 ** 20} MiB, read and written: ${rates.join(', ')}`);
  dispose();
}

/** @param seconds that the products may take */
export async function printCeilings(setting: Setting, seconds: number): Promise<void> {
  await printCopies(setting);
  const { machine, scale } = setting;
  const types = typesOf(machine);
  const largest = squareProducts({ ...scale, squares: scale.squares.slice(-1) }, types);
  const rows = await compare(setting, 'Largest product', largest, seconds);
  const best = rows.map(bestOf);
  const { unit, size } = scale.rate;
  const fastest = types.map((type, i) =>
    best[i] === 0 ? `${type} not measured` : `${type} ${digits(best[i]! / size)} ${unit}`,
  );
  console.log(`  fastest: ${fastest.join(', ')}`);
}
