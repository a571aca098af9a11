/** @file Settings that an engine observes tell its recipe: the naive one compiles and tunes nothing. */
import type { Cell } from '../../../data/contract/cell.ts';
import type { EngineId, Recipe } from '../../../data/contract/words.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** The recipe in which an engine reports a value of a setting; in the other one it never does. */
interface Sign {
  setting: string;
  value: boolean | string;
  recipe: Recipe;
  /** Where this holds; everywhere if omitted. */
  where?: (cell: Cell) => boolean;
}

const onCpu = ({ device, dtype }: Cell) => device.kind === 'cpu' && dtype === 'float32';

const isHardware = ({ device }: Cell) => !device.software;

const signs: Partial<Record<EngineId, readonly Sign[]>> = {
  // runner/engines/pytorch/framework/device.py
  pytorch: [
    { setting: 'compiled', value: true, recipe: 'optimized' },
    { setting: 'deviceGraph', value: true, recipe: 'optimized' },
    { setting: 'memoryKept', value: true, recipe: 'optimized' },
    { setting: 'layout', value: 'channels-last', recipe: 'optimized' },
    { setting: 'layout', value: 'channels-first', recipe: 'naive', where: onCpu },
  ],
  // runner/engines/mlx/framework/worker.py
  mlx: [{ setting: 'compiled', value: true, recipe: 'optimized' }],
  // runner/engines/webgpu/device/backend.ts
  webgpu: [
    { setting: 'tuned', value: true, recipe: 'optimized' },
    { setting: 'tuned', value: false, recipe: 'naive', where: isHardware },
  ],
  // runner/engines/tfjs-webgpu/kernels/register.ts, and the kernels of its earlier versions
  'tfjs-webgpu': ['ownKernels', 'matmulConvGradient', 'matmulFilterGradient'].flatMap((setting): Sign[] => [
    { setting, value: true, recipe: 'optimized' },
    { setting, value: false, recipe: 'naive' },
  ]),
};

/** Only holds a value back: what the recipes of an engine do changes from version to version. */
export const recipeSettings: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { cell, outcome } = measurement;
    const other = signs[cell.engine]?.find(
      ({ setting, value, recipe, where }) =>
        recipe !== cell.recipe && outcome.observed[setting] === value && (where?.(cell) ?? true),
    );
    if (other === undefined) return [];
    const text = `"${other.setting}" is ${other.value}, which ${cell.engine} reports in the ${other.recipe} recipe only, but the recipe is ${cell.recipe}`;
    return [{ check: 'p26-recipe', severity: 'quarantine', measurement, text }];
  });
