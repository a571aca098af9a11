/** @file Runs that choose no recipe measure forward passes and language models in one recipe, and runs that choose one have no other. */
import type { Cell } from '../../../data/contract/cell.ts';
import type { Result } from '../../../data/contract/submission.ts';
import { remembered } from '../../../data/derive/cells/shared.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Modes in which the presets below `full` measure the optimized recipe only. */
const optimizedOnly: ReadonlySet<string> = new Set(['infer', 'prompt', 'generate']);

const isNaive = ({ cell }: Pick<Result, 'cell'>): boolean => cell.recipe === 'naive';

const apartFromRecipe = remembered((cell: Cell) => JSON.stringify({ ...cell, recipe: null }));

/**
 * A naive result of such a mode comes from `--recipe all`, which also tries the optimized one, or from `--recipe naive`, which
 * measures nothing optimized. In another file the recipe was changed.
 */
export const recipe: Check = ({ file: { submission }, measurements }) => {
  const { preset, runner, results } = submission;
  if (runner.origin === 'browser' || preset === 'full' || results.every(isNaive)) return [];
  const tried = new Set(results.filter((one) => !isNaive(one)).map(({ cell }) => apartFromRecipe(cell)));
  return measurements
    .filter(
      (one) => isNaive(one) && optimizedOnly.has(one.cell.mode) && !tried.has(apartFromRecipe(one.cell)),
    )
    .map((measurement): CheckFinding => {
      const text = `the preset ${preset} measures ${measurement.cell.mode} in the optimized recipe, which this file lacks beside the naive one`;
      return { check: 'p26-recipe', severity: 'flag', measurement, text };
    });
};
