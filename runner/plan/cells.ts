/** @file Lists the cells of a workload on an engine and a device, as selected by the preset and the options. Pure. */
import { resolveHardware } from '../../data/catalogue/resolve.ts';
import type { Cell, Device } from '../../data/contract/cell.ts';
import { newCell } from '../../data/contract/new-cell.ts';
import type { DType, Mode, Recipe } from '../../data/contract/words.ts';
import { REFERENCE_BATCH } from '../../data/derive/batch-sweep.ts';
import type { ModelFile } from '../language-model/model.ts';
import type { Engine } from '../protocol/engine.ts';
import {
  type AttentionWorkload,
  type LanguageModelWorkload,
  type ModelWorkload,
  SWEEP_TOKENS,
  type Workload,
} from '../workloads/workload.ts';
import type { Choice } from './choice.ts';
import { languageModelCells } from './language-cells.ts';
import { type PresetFacts, type Purpose, presets } from './presets.ts';

export interface WantedCell {
  cell: Cell;
  purpose: Purpose;
  /** False if the dtype comes from the preset. An engine that does not support it then has no such cell. */
  dtypeNamed: boolean;
  /** Whether it is the dtype that people use for this on the device, or another one for comparison. */
  dtypeUsual: boolean;
}

/** The selected modes, in the order of the contract. */
export function modesOf(choice: Choice): Mode[] {
  const usual: Mode[] = presets[choice.preset].converges
    ? ['train', 'infer', 'op', 'prompt', 'generate', 'converge']
    : ['train', 'infer', 'op', 'prompt', 'generate'];
  const modes = choice.modes ?? usual;
  return choice.converge && !modes.includes('converge') ? [...modes, 'converge'] : modes;
}

/** Every cell of a workload on an engine and a device, except the further batches of a batch sweep. */
export function cellsOf(
  workload: Workload,
  engine: Pick<Engine, 'id' | 'unsupported'>,
  device: Device,
  choice: Choice,
  models: readonly ModelFile[],
): WantedCell[] {
  const preset = presets[choice.preset];
  if (workload.kind === 'llm') {
    const ways = modesOf(choice)
      .filter((mode) => workload.modes.includes(mode))
      .flatMap((mode) => recipesOf(workload, mode, choice).map((recipe) => ({ mode, recipe })));
    const cells = languageModelCells(workload, engine.id, device, choice, models, ways);
    return cells.map((cell) => ({ cell, purpose: 'tokens', dtypeNamed: true, dtypeUsual: true }));
  }
  return modesOf(choice)
    .filter((mode) => workload.modes.includes(mode))
    .flatMap((mode) =>
      recipesOf(workload, mode, choice).flatMap((recipe) =>
        shapesOf(workload, mode, recipe, device, choice, preset).flatMap(({ purpose, ...shape }) =>
          withDTypes(
            { workload: workload.id, mode, engine: engine.id, device, recipe, ...shape },
            dtypesOf(workload, purpose, recipe, device, choice),
            choice,
            engine,
          ).map((one) => ({ ...one, purpose })),
        ),
      ),
    );
}

/** A cell for each dtype. The first supported one is what people use. */
function withDTypes(
  cell: Omit<Parameters<typeof newCell>[0], 'dtype'>,
  dtypes: readonly DType[],
  { dtype: named }: Choice,
  engine: Pick<Engine, 'unsupported'>,
): Omit<WantedCell, 'purpose'>[] {
  const cells = dtypes.map((dtype) => newCell({ ...cell, dtype }));
  const usual = cells.find((one) => engine.unsupported(one) === null) ?? cells[0];
  return cells.map((one) => ({
    cell: one,
    dtypeNamed: named !== null || one.dtype === 'float32',
    dtypeUsual: one === usual || one.size !== null,
  }));
}

/** The selected recipes. Those that the workload does not have are kept, and reported, only if the workload was named. */
export function recipesOf(workload: Workload, mode: Mode, choice: Choice): Recipe[] {
  const recipes = choice.recipes ?? presets[choice.preset].recipes[mode];
  return recipes.filter(
    (recipe) =>
      (choice.workloads !== null || workload.recipes.includes(recipe)) &&
      (choice.recipes !== null || choice.dtype === null || fits(workload, choice.dtype, recipe)),
  );
}

/** Whether a recipe may use a dtype. Half precision is an optimization that no tutorial uses; matrix products allow any. */
export const fits = ({ kind }: Workload, dtype: DType, recipe: Recipe): boolean =>
  kind === 'matmul' || !['bfloat16', 'float16'].includes(dtype) || recipe === 'optimized';

/**
 * The dtypes to measure, what people use first. Unless one was named: float32; products in every dtype, or in `quick` on a GPU
 * in float32 and bfloat16; and nets on a GPU in bfloat16, too.
 */
function dtypesOf(
  workload: Workload,
  purpose: Purpose,
  recipe: Recipe,
  device: Device,
  { dtype, preset }: Choice,
): readonly DType[] {
  if (dtype !== null) return [dtype];
  const { dtypes } = presets[preset];
  if (dtypes === 'float32') return ['float32'];
  const offered = workload.dtypes.includes('bfloat16') && fits(workload, 'bfloat16', recipe);
  const mixed = offered && hasFastBfloat16(device);
  if (workload.kind === 'matmul') {
    if (dtypes === 'every') return workload.dtypes;
    return mixed ? ['float32', 'bfloat16'] : ['float32'];
  }
  const worthwhile = purpose === 'train' || (purpose === 'throughput' && dtypes === 'every');
  return worthwhile && mixed ? ['bfloat16', 'float32'] : ['float32'];
}

/** NVIDIA GPUs compute in bfloat16 since Ampere (2020); older ones emulate it. */
const FIRST_BFLOAT16 = { vendor: 'NVIDIA', year: 2020 };

/** Whether people train in bfloat16 on the device: on GPUs, unless it is known to emulate it. */
function hasFastBfloat16({ kind, name, software }: Device): boolean {
  if (kind !== 'gpu' || software) return false;
  const known = resolveHardware(name, kind, null);
  return known === null || known.vendor !== FIRST_BFLOAT16.vendor || known.year >= FIRST_BFLOAT16.year;
}

/** The sizes of a cell that apply to its workload. */
type Shape = Pick<WantedCell, 'purpose'> & Partial<Pick<Cell, 'batchSize' | 'size' | 'sequenceLength'>>;

function shapesOf(
  workload: Exclude<Workload, LanguageModelWorkload>,
  mode: Mode,
  recipe: Recipe,
  device: Device,
  choice: Choice,
  preset: PresetFacts,
): Shape[] {
  switch (workload.kind) {
    case 'matmul': {
      const sizes =
        choice.size === null ? preset.matrixSizes[device.software ? 'software' : device.kind] : [choice.size];
      return sizes.map((size) => ({ purpose: 'op', size }));
    }
    case 'attention':
      return attentionShapes(workload, mode, choice, preset);
    case 'model':
      return mode === 'infer'
        ? [...forwardShapes(workload, choice, preset), ...sweepShapes(workload, choice, preset)]
        : [
            {
              purpose: mode === 'converge' ? 'converge' : 'train',
              batchSize: choice.batch ?? workload.model.batchSize[recipe],
              sequenceLength: lengthOf(workload, choice),
            },
          ];
  }
}

/** A single sample for the latency, and the reference batch for the throughput. */
function forwardShapes(workload: ModelWorkload, choice: Choice, preset: PresetFacts): Shape[] {
  const throughput = preset.throughput || choice.modes?.includes('infer');
  const batches = choice.batch === null ? [1, ...(throughput ? [REFERENCE_BATCH] : [])] : [choice.batch];
  const sequenceLength = lengthOf(workload, choice);
  return batches.map((batchSize) => ({
    purpose: batchSize === 1 ? 'latency' : 'throughput',
    batchSize,
    sequenceLength,
  }));
}

function sweepShapes(workload: ModelWorkload, choice: Choice, preset: PresetFacts): Shape[] {
  if (!preset.modelSweeps || choice.batch !== null || choice.sequenceLength !== null) return [];
  return workload.sweepLengths
    .filter((length) => length <= preset.longestLength)
    .map((length) => sweepShape('length-sweep', length, null));
}

function attentionShapes(
  { layerLengths, sweepLengths }: AttentionWorkload,
  mode: Mode,
  { batch, sequenceLength }: Choice,
  { longestLength }: PresetFacts,
): Shape[] {
  const lengths = (mode === 'infer' ? layerLengths : sweepLengths).filter(
    (length) => length <= longestLength,
  );
  return (sequenceLength === null ? lengths : [sequenceLength]).map((length) =>
    mode === 'infer'
      ? sweepShape('throughput', length, batch ?? REFERENCE_BATCH)
      : sweepShape('op', length, batch),
  );
}

/** @param batch Batch size; null for as many sequences as contain `SWEEP_TOKENS` tokens together. */
function sweepShape(purpose: Purpose, length: number, batch: number | null): Shape {
  const batchSize = batch ?? Math.max(1, Math.floor(SWEEP_TOKENS / length));
  return { purpose, batchSize, sequenceLength: length };
}

/** Tokens per sample; null if samples are not sequences. */
export function lengthOf({ model }: ModelWorkload, choice: Choice): number | null {
  return model.input.kind === 'image' ? null : (choice.sequenceLength ?? model.inputShape[0] ?? null);
}

/** Whether a workload's samples are sequences, whose length can be chosen. */
export function hasLengths(workload: Workload): boolean {
  return (
    workload.kind === 'attention' ||
    workload.kind === 'llm' ||
    (workload.kind === 'model' && workload.model.input.kind !== 'image')
  );
}
