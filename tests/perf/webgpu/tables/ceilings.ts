/** @file The two ceilings of the adapter: a large copy and the fastest product of matrices. */
import { openCopies } from '../machine/copy.ts';
import { timeTogether } from '../measure/clock.ts';
import { digits } from '../measure/table.ts';
import { compare, type Setting } from './comparison.ts';
import { squareProducts } from './operations.ts';

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

/** Prints both. */
export async function printCeilings(setting: Setting): Promise<void> {
  await printCopies(setting);
  const types = setting.machine.half ? (['float32', 'float16'] as const) : (['float32'] as const);
  const largest = { ...setting.scale, squares: setting.scale.squares.slice(-1) };
  const best = await compare(
    setting,
    'Largest product',
    squareProducts(largest, types),
    setting.scale.seconds.products / 4,
  );
  const { unit, size } = setting.scale.rate;
  types.forEach((type, i) => {
    const rate = best[i];
    console.log(`  best ${type}: ${rate ? `${digits(rate / size)} ${unit}` : 'none'}`);
  });
}
