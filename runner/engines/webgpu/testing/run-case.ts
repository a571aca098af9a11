/** @file Runs cases of operations with their kernels on the test machine's device. */
import { type Case, readValues } from '../../compiled/testing/cases/case.ts';
import { compareCase } from '../../compiled/testing/cases/compare.ts';
import type { OpenDevice } from '../device/device.ts';
import { variantsOf } from '../device/variants.ts';
import type { Variant } from '../kernels/kernel.ts';
import { runKernels } from './run-kernels.ts';

/** Cases that are compiled and run at the same time, because most of their time is waiting. */
const AT_ONCE = 8;

/** What the kernels of a variant compute for a case, by id of the value. */
export async function runCase(
  opened: OpenDevice,
  oneCase: Case,
  { kernels }: Variant,
): Promise<Map<number, Float32Array>> {
  const data = new Map(readValues(oneCase).map((value) => [value, oneCase.data.get(value.id)!]));
  const found = await runKernels(opened, kernels, data, oneCase.scalars);
  return new Map([...found].map(([{ id }, array]) => [id, array]));
}

/** A sentence for each value that a variant computes wrong. */
async function findWrongValues(opened: OpenDevice, oneCase: Case, variant: Variant): Promise<string[]> {
  try {
    return compareCase(oneCase, await runCase(opened, oneCase, variant))
      .filter(({ error, bound }) => !(error <= bound))
      .map(({ name }) => `${variant.name}: ${name}`);
  } catch (error) {
    return [`${variant.name}: ${oneCase.name}: ${error}`];
  }
}

/** Runs all variants of all cases; see `findWrongIn`. */
export const findWrong = (opened: OpenDevice, cases: readonly Case[]): Promise<string[]> =>
  findWrongIn(
    opened,
    cases.flatMap((one) =>
      variantsOf(one.operation, opened.kernelLimits).map((variant) => [one, variant] as const),
    ),
  );

/** Runs variants of cases; returns a sentence for each value that is wrong and for each kernel that is rejected. */
export async function findWrongIn(
  opened: OpenDevice,
  pairs: readonly (readonly [Case, Variant])[],
): Promise<string[]> {
  const waiting = [...pairs];
  const wrong: string[] = [];
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      wrong.push(...(await findWrongValues(opened, ...next)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return wrong;
}
