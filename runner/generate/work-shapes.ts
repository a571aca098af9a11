/** @file Collects the sizes at which the presets measure each workload. Pure. */
import { type WorkShape, workShapeSchema } from '../../data/contract/tables/work-shape.ts';
import { REFERENCE_BATCH } from '../../data/derive/batch-sweep.ts';
import { COPY_SIZE } from '../plan/cells.ts';
import { presets } from '../plan/presets.ts';
import {
  type AttentionWorkload,
  type LanguageModelWorkload,
  type ModelWorkload,
  SWEEP_TOKENS,
  type Workload,
} from '../workloads/workload.ts';

type Sizes = Partial<Pick<WorkShape, 'recipe' | 'batchSize' | 'size' | 'sequenceLength'>>;

const shape = ({ id }: Workload, mode: WorkShape['mode'], sizes: Sizes): WorkShape =>
  workShapeSchema.parse({
    workload: id,
    mode,
    recipe: null,
    batchSize: null,
    size: null,
    sequenceLength: null,
    ...sizes,
  });

const sweep = (workload: Workload, mode: WorkShape['mode'], lengths: readonly number[]): WorkShape[] =>
  lengths.map((length) =>
    shape(workload, mode, {
      batchSize: Math.max(1, Math.floor(SWEEP_TOKENS / length)),
      sequenceLength: length,
    }),
  );

function shapesOfNet(workload: ModelWorkload): WorkShape[] {
  const { input, inputShape, batchSize } = workload.model;
  const sequenceLength = input.kind === 'image' ? null : inputShape[0]!;
  const trained = workload.modes.filter((mode) => mode === 'train' || mode === 'converge');
  return [
    ...trained.flatMap((mode) =>
      (['naive', 'optimized'] as const).map((recipe) =>
        shape(workload, mode, { recipe, batchSize: batchSize[recipe], sequenceLength }),
      ),
    ),
    ...[1, REFERENCE_BATCH].map((batch) => shape(workload, 'infer', { batchSize: batch, sequenceLength })),
    ...sweep(workload, 'infer', workload.sweepLengths),
  ];
}

const shapesOfAttention = (workload: AttentionWorkload): WorkShape[] => [
  ...workload.layerLengths.map((sequenceLength) =>
    shape(workload, 'infer', { batchSize: REFERENCE_BATCH, sequenceLength }),
  ),
  ...sweep(workload, 'op', workload.sweepLengths),
];

const shapesOfModel = (workload: LanguageModelWorkload): WorkShape[] =>
  (['prompt', 'generate'] as const).map((mode) =>
    shape(workload, mode, { sequenceLength: workload.tokens[mode] }),
  );

/** The sizes from that of an emulated GPU on; where memory is short, the usual one is halved. */
const copySizes: number[] = [];
for (let size = COPY_SIZE.software; size <= COPY_SIZE.hardware; size *= 2) copySizes.push(size);

function shapesOf(workload: Workload): WorkShape[] {
  switch (workload.kind) {
    case 'model':
      return shapesOfNet(workload);
    case 'attention':
      return shapesOfAttention(workload);
    case 'llm':
      return shapesOfModel(workload);
    case 'copy':
      return copySizes.map((size) => shape(workload, 'op', { size }));
    case 'matmul': {
      const sizes = Object.values(presets).flatMap(({ matrixSizes }) => Object.values(matrixSizes).flat());
      const each = [...new Set(sizes)].toSorted((a, b) => a - b);
      return each.map((size) => shape(workload, 'op', { size }));
    }
  }
}

/** The sizes of every workload, in the order of the contract. */
export const workShapes = (workloads: readonly Workload[]): WorkShape[] => workloads.flatMap(shapesOf);
