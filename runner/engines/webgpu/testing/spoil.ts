/** @file Kernels with a mistake in their text, to show that the comparison finds it. */
import type { Case } from '../../compiled/testing/cases/case.ts';
import { compareCase } from '../../compiled/testing/cases/compare.ts';
import type { OpenDevice } from '../device/device.ts';
import { variantsOf } from '../device/variants.ts';
import { runCase } from './run-case.ts';

/** The name of a case, a part of the text of its kernels, and what stands there by mistake. */
export type Mistake = readonly [name: string, text: string, mistake: string];

/**
 * The error of a case whose first variant has a mistake in its text, divided by its bound; above 1 if it is found.
 * @throws Error if no kernel has the text
 */
export async function errorOfMistake(
  opened: OpenDevice,
  cases: readonly Case[],
  [name, text, mistake]: Mistake,
): Promise<number> {
  const one = cases.find((other) => other.name === name);
  if (!one) throw new Error(`There is no case "${name}".`);
  const [variant] = variantsOf(one.operation, opened.kernelLimits);
  const { kernels } = variant!;
  if (!kernels.some(({ body }) => body.includes(text))) throw new Error(`No kernel has "${text}".`);
  const spoiled = kernels.map((kernel) => ({ ...kernel, body: kernel.body.replaceAll(text, mistake) }));
  const compared = compareCase(one, await runCase(opened, one, { name, kernels: spoiled }));
  return Math.max(...compared.map(({ error, bound }) => error / bound));
}
