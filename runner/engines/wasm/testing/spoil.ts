/** @file Kernels with a mistake in their text, to show that the comparison finds it. */
import type { Case } from '../../compiled/testing/cases/case.ts';
import { compareCase } from '../../compiled/testing/cases/compare.ts';
import type { WatFunction } from '../wat/function.ts';
import { runCase, settings } from './run-case.ts';

/** The name of a case, a part of the text of its kernels, and what stands there by mistake. */
export type Mistake = readonly [name: string, text: string, mistake: string];

const includesText = ({ text, calls }: WatFunction, part: string): boolean =>
  text.includes(part) || calls.some((called) => includesText(called, part));

const replaceText = (one: WatFunction, part: string, other: string): WatFunction => ({
  ...one,
  text: one.text.replaceAll(part, other),
  calls: one.calls.map((called) => replaceText(called, part, other)),
});

/**
 * The error of a case whose kernels, or functions that they call, have a mistake in their text, divided by its bound; above
 * 1 if it is found.
 * @throws Error if no kernel has the text
 */
export async function errorOfMistake(
  cases: readonly Case[],
  [name, text, mistake]: Mistake,
  setting = settings[0]!,
): Promise<number> {
  const one = cases.find((other) => other.name === name);
  if (!one) throw new Error(`There is no case "${name}".`);
  const found = await runCase(one, setting, (kernels) => {
    if (!kernels.some(({ run }) => includesText(run, text))) throw new Error(`No kernel has "${text}".`);
    return kernels.map((kernel) => ({ ...kernel, run: replaceText(kernel.run, text, mistake) }));
  });
  return Math.max(...compareCase(one, found).map(({ error, bound }) => error / bound));
}
