/** @file Lists the cells of a workload on an engine and a device, as selected by the preset and the options. Pure. */

import { hardwareVariants } from '../../data/catalogue/resolve.ts';
import type { Cell, Device } from '../../data/contract/cell.ts';
import { newCell } from '../../data/contract/new-cell.ts';
import type { Purpose } from '../../data/contract/rules.ts';
import type { DType, Mode, Recipe } from '../../data/contract/words.ts';
import { REFERENCE_BATCH } from '../../data/derive/batch-sweep.ts';
import type { ModelFile } from '../language-model/model.ts';
import type { Engine } from '../protocol/engine.ts';
import { fits } from '../workloads/fits.ts';
import {
  type AttentionWorkload,
  type LanguageModelWorkload,
  type ModelWorkload,
  SWEEP_TOKENS,
  type Workload,
} from '../workloads/workload.ts';
import type { Choice } from './choice.ts';
import { languageModelCells } from './language-cells.ts';
import { type PresetFacts, presets } from './presets.ts';

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

/** What is planned for: an engine on a device. */
interface Place {
  engine: Pick<Engine, 'id' | 'naiveDType' | 'unsupported'>;
  device: Device;
  /** Whether the engine computes in TensorFloat-32 on the device. */
  tensorFloat: boolean;
}

/** Every cell of a workload on an engine and a device, except the further batches of a batch sweep. */
export function cellsOf(
  workload: Workload,
  place: Place,
  choice: Choice,
  models: readonly ModelFile[],
): WantedCell[] {
  const preset = presets[choice.preset];
  const { device } = place;
  const engine = place.engine.id;
  if (workload.kind === 'llm') {
    const ways = modesOf(choice)
      .filter((mode) => workload.modes.includes(mode))
      .flatMap((mode) => recipesOf(workload, mode, choice).map((recipe) => ({ mode, recipe })));
    const cells = languageModelCells(workload, engine, device, choice, models, ways);
    return cells.map((cell) => ({ cell, purpose: 'tokens', dtypeNamed: true, dtypeUsual: true }));
  }
  return modesOf(choice)
    .filter((mode) => workload.modes.includes(mode))
    .flatMap((mode) =>
      recipesOf(workload, mode, choice).flatMap((recipe) =>
        shapesOf(workload, mode, recipe, device, choice, preset).flatMap(({ purpose, ...shape }) =>
          withDTypes(
            { workload: workload.id, mode, engine, device, recipe, ...shape },
            dtypesOf(workload, mode, purpose, recipe, place, choice),
            choice,
          ).map((one) => ({ ...one, purpose })),
        ),
      ),
    );
}

/** A cell for each dtype. */
function withDTypes(
  cell: Omit<Parameters<typeof newCell>[0], 'dtype'>,
  { all, usual }: DTypes,
  { dtype: named }: Choice,
): Omit<WantedCell, 'purpose'>[] {
  return all.map((dtype, at) => {
    const one = newCell({ ...cell, dtype });
    return {
      cell: one,
      dtypeNamed: named !== null || at === 0,
      dtypeUsual: dtype === usual || one.size !== null,
    };
  });
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

/** The dtypes of a cell: the one that is reported if the engine lacks it, then others. `usual` is what people use there. */
interface DTypes {
  all: readonly DType[];
  usual: DType;
}

/**
 * The dtypes to measure. Unless one was named: first the plain one, which is float32, in the naive recipe what the engine
 * does by default; then matrix products in every dtype (in `quick` only on a GPU, without float16), and optimized nets on a
 * GPU in those that people train in.
 */
function dtypesOf(
  workload: Workload,
  mode: Mode,
  purpose: Purpose,
  recipe: Recipe,
  { engine, device, tensorFloat }: Place,
  { dtype, preset }: Choice,
): DTypes {
  if (dtype !== null) return { all: [dtype], usual: dtype };
  const byDefault = recipe === 'naive' && tensorFloat ? engine.naiveDType : undefined;
  const plain = byDefault?.({ workload: workload.id, mode }) ?? 'float32';
  const { dtypes } = presets[preset];
  const isGpu = device.kind === 'gpu' && !device.software;
  if (dtypes === 'float32' || (dtypes === 'usual' && !isGpu)) return { all: [plain], usual: plain };
  const further = furtherDTypes(workload, purpose, recipe, isGpu, dtypes).filter(
    (one) => one !== plain && workload.dtypes.includes(one) && (one !== 'tf32' || tensorFloat),
  );
  const prefersHalf =
    workload.kind !== 'matmul' &&
    further.includes('bfloat16') &&
    hasFastBfloat16(device) &&
    supports(engine, workload, mode, recipe, device);
  return { all: [plain, ...further], usual: prefersHalf ? 'bfloat16' : plain };
}

/** What is measured besides the plain dtype if the engine and the device have it. */
function furtherDTypes(
  { kind, dtypes }: Workload,
  purpose: Purpose,
  recipe: Recipe,
  isGpu: boolean,
  extent: 'usual' | 'every',
): readonly DType[] {
  const isEvery = extent === 'every';
  if (kind === 'matmul') return isEvery ? dtypes : ['tf32', 'bfloat16'];
  const isTrained = purpose === 'train' || (purpose === 'throughput' && isEvery);
  if (!isGpu || !isTrained || recipe === 'naive') return [];
  return isEvery ? ['tf32', 'bfloat16'] : ['bfloat16'];
}

/** Whether an engine trains in bfloat16. */
const supports = (
  { unsupported }: Pick<Engine, 'unsupported'>,
  { id: workload }: Workload,
  mode: Mode,
  recipe: Recipe,
  device: Device,
): boolean => unsupported({ workload, mode, dtype: 'bfloat16', recipe, device }) === null;

/** NVIDIA GPUs compute in bfloat16 since Ampere (2020); older ones emulate it. */
const FIRST_BFLOAT16 = { vendor: 'NVIDIA', year: 2020 };

/** Whether people train in bfloat16 on a GPU: unless it is known to emulate it. */
function hasFastBfloat16({ kind, name }: Device): boolean {
  const [known] = hardwareVariants(name, kind);
  if (known === undefined || known.vendor !== FIRST_BFLOAT16.vendor) return true;
  // Cards of the generation before were new until 2022: those have fast float16 without TensorFloat-32.
  const isTuring = known.fp16Tflops !== null && known.tf32Tflops === null;
  return !isTuring && (known.year === null || known.year >= FIRST_BFLOAT16.year);
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
    case 'copy':
      return copyShapes(device, choice, preset);
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

/**
 * Rows and columns of the matrix that is copied: 256 MiB, several times the size of most caches (STREAM asks for four times,
 * www.cs.virginia.edu/stream/ref.html). Less on an emulated GPU, which is too slow.
 */
export const COPY_SIZE = { hardware: 8192, software: 1024 };

function copyShapes(
  { kind, software }: Device,
  { size, workloads }: Choice,
  { copiesOn }: PresetFacts,
): Shape[] {
  if (workloads === null && !copiesOn.includes(kind)) return [];
  return [{ purpose: 'op', size: size ?? COPY_SIZE[software ? 'software' : 'hardware'] }];
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
