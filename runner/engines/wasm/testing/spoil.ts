/** @file Kernels with a mistake in their text, to show that the comparison finds it. */
import type { Case } from '../../compiled/testing/cases/case.ts';
import { compareCase } from '../../compiled/testing/cases/compare.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { WatFunction } from '../wat/function.ts';
import { runCase, type Setting, settings } from './run-case.ts';

/** The name of a case, a part of the text of its kernels or of what they call, and what stands there by mistake. */
export type Mistake = readonly [name: string, text: string, mistake: string];

/** Returns a function that replaces text in a kernel and in what it calls, and how often it did. */
function createSpoiler(text: string, mistake: string) {
  let found = 0;
  const spoil = (one: WatFunction): WatFunction => {
    found += one.text.split(text).length - 1;
    return { ...one, text: one.text.replaceAll(text, mistake), calls: one.calls.map(spoil) };
  };
  return { change: (kernel: Kernel): Kernel => ({ ...kernel, run: spoil(kernel.run) }), found: () => found };
}

/**
 * The error of a case whose kernels have a mistake in their text, divided by its bound; above 1 if it is found.
 * @throws Error if no kernel has the text
 */
export async function errorOfMistake(
  cases: readonly Case[],
  [name, text, mistake]: Mistake,
  setting: Setting = settings[0]!,
): Promise<number> {
  const one = cases.find((other) => other.name === name);
  if (!one) throw new Error(`There is no case "${name}".`);
  const { change, found } = createSpoiler(text, mistake);
  const compared = compareCase(one, await runCase(one, setting, change));
  if (found() === 0) throw new Error(`No kernel has "${text}".`);
  return Math.max(...compared.map(({ error, bound }) => error / bound));
}
