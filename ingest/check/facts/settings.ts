/**
 * @file Settings that an engine observes tell its recipe, because the naive one compiles and tunes nothing, and its device,
 * because processors and GPUs are set up differently. So does the way in which its memory was counted.
 */
import type { Cell } from '../../../data/contract/cell.ts';
import type { PeakMemory } from '../../../data/contract/outcome.ts';
import type { Machine } from '../../../data/contract/submission.ts';
import type { EngineId, Recipe } from '../../../data/contract/words.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';
import { isRepeated } from '../physics/duration.ts';

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

/** A setting that an engine reports on a GPU only. */
interface GpuSign {
  setting: string;
  value: boolean;
  /** Where this holds; everywhere if omitted. */
  where?: (cell: Cell, machine: Machine) => boolean;
}

const gpuSigns: Partial<Record<EngineId, readonly GpuSign[]>> = {
  // runner/engines/pytorch/framework/device.py and allocator.py
  pytorch: [
    { setting: 'deviceGraph', value: true },
    { setting: 'compiled', value: true, where: ({ mode }) => mode === 'train' },
    {
      setting: 'memoryKept',
      value: false,
      where: ({ recipe }, { os }) => recipe === 'optimized' && os.platform === 'linux',
    },
  ],
};

/** Ways in which the memory of a GPU is counted, and never that of a processor. */
const countedOnGpus: ReadonlySet<PeakMemory['method'] | undefined> = new Set([
  ...(['cuda-max-allocated', 'gpu-allocated', 'tf-peak', 'mps-driver-polled', 'mlx-peak'] as const),
]);

/** What the worker did in the timed loop, against what the cell says; null where a runner did not record it, or if it agrees. */
function contradiction({ cell, outcome }: Measurement): string | null {
  const { computedOn, inputsKept } = outcome.observed;
  if (computedOn !== undefined && computedOn !== cell.device.kind)
    return `the worker computed on "${computedOn}", but the cell names a ${cell.device.kind}`;
  const { passNs } = outcome.repetitions[0]!;
  if (cell.recipe === 'naive' && (inputsKept === true || typeof passNs === 'number'))
    return 'the inputs stayed on the device, or passes were counted, as in the optimized recipe only, but the recipe is naive';
  if (cell.recipe === 'optimized' && inputsKept === false)
    return 'the inputs were copied to the device for every sample, as in the naive recipe only, but the recipe is optimized';
  return null;
}

/** Whether the optimized recipe joins passes: of forward passes that are not, a sample is one (`runner/worker/task.ts`). */
const joinsPasses = ({ mode, engine }: Cell): boolean =>
  mode === 'op' || (mode === 'train' && !engine.startsWith('tfjs'));

/** A number of samples that was given leaves each at one pass, too. */
function uncounted({ cell, outcome }: Measurement, repeated: boolean): string | null {
  if (repeated || cell.recipe === 'naive' || !joinsPasses(cell)) return null;
  return outcome.repetitions.some(({ passNs }) => passNs === null)
    ? 'no pass was timed to count those of a sample, as in the naive recipe only, but the recipe is optimized'
    : null;
}

/** Only holds a value back: what the recipes of an engine do changes from version to version. */
function recipeFindings(measurement: Measurement, repeated: boolean): CheckFinding[] {
  const { cell, outcome } = measurement;
  const other = signs[cell.engine]?.find(
    ({ setting, value, recipe, where }) =>
      recipe !== cell.recipe && outcome.observed[setting] === value && (where?.(cell) ?? true),
  );
  const text =
    other === undefined
      ? uncounted(measurement, repeated)
      : `"${other.setting}" is ${other.value}, which ${cell.engine} reports in the ${other.recipe} recipe only, but the recipe is ${cell.recipe}`;
  if (text === null) return [];
  return [{ check: 'p26-recipe', severity: 'quarantine', measurement, text }];
}

/** What tells that a GPU computed; null if nothing does. */
function signOfGpu({ cell, outcome }: Measurement, machine: Machine): string | null {
  const sign = gpuSigns[cell.engine]?.find(
    ({ setting, value, where }) => outcome.observed[setting] === value && (where?.(cell, machine) ?? true),
  );
  if (sign !== undefined)
    return `"${sign.setting}" is ${sign.value}, which ${cell.engine} reports for this work on a GPU only`;
  const method = outcome.peakMemory?.method;
  return countedOnGpus.has(method) ? `the memory was counted by "${method}", as on a GPU only` : null;
}

export const settings: Check = (subject) => {
  const { file, measurements } = subject;
  const repeated = isRepeated(subject);
  return measurements.flatMap((measurement): CheckFinding[] => {
    const contradicting = contradiction(measurement);
    if (contradicting !== null) {
      const text = `${contradicting}; send the file as the runner wrote it, or measure again`;
      return [{ check: 'settings', severity: 'reject', measurement, text }];
    }
    const found = recipeFindings(measurement, repeated);
    if (measurement.cell.device.kind === 'gpu') return found;
    const text = signOfGpu(measurement, file.submission.machine);
    return text === null ? found : [...found, { check: 'p30-device', severity: 'flag', measurement, text }];
  });
};
