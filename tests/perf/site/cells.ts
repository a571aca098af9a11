/** @file The cells that a run may measure on a device: those of the presets, for the engines that have a place there. */
import { engines, findEngine, findWorkload, workShapes } from '../../../data/catalogue/index.ts';
import type { Cell, Device, LanguageModel } from '../../../data/contract/cell.ts';
import type { WorkShape } from '../../../data/contract/tables/work-shape.ts';
import type { DType, EngineId, Recipe, WorkloadId } from '../../../data/contract/words.ts';
import { smallModel } from '../../../ingest/testing/mode-samples.ts';
import { deviceFor } from '../../../ingest/testing/place.ts';
import type { Place } from './machines.ts';

/** Every engine that computes on a device. */
export const enginesAt = (place: Place): EngineId[] =>
  engines.map(({ id }) => id).filter((id) => deviceFor(place, id) !== null);

const isOfModels = (engine: EngineId) => engine === 'llama.cpp' || engine === 'mlx-lm';

/** Number formats beside float32 in which an engine trains on a GPU that has them. */
const formats: Partial<Record<EngineId, readonly DType[]>> = {
  pytorch: ['tf32', 'bfloat16'],
  tensorflow: ['bfloat16'],
  jax: ['tf32', 'bfloat16'],
  mlx: ['bfloat16'],
};

/** Sizes that are measured on other devices only, or rarely. */
const isUsual = (kind: Device['kind'], { workload, mode, size, sequenceLength }: WorkShape): boolean => {
  if (mode === 'converge') return false;
  if (workload === 'matmul') return (kind === 'gpu' ? [2048, 4096, 8192] : [1024, 2048]).includes(size!);
  if (workload === 'copy') return size === 8192;
  return mode !== 'op' || sequenceLength! <= (kind === 'gpu' ? 4096 : 512);
};

/** Workloads of which a run measures every batch of a sweep. */
const swept: readonly WorkloadId[] = ['resnet18', 'vgg16-cifar100'];
const BATCHES = [1, 2, 4, 8, 16, 32, 64, 128, 256];

function dtypesOf(place: Place, engine: EngineId, mode: Cell['mode'], recipe: Recipe): DType[] {
  const trained = (mode === 'train' || mode === 'op') && recipe === 'optimized' && place.kind === 'gpu';
  const others = (trained && formats[engine]) || [];
  return ['float32', ...others.filter((dtype) => place.peakOf(dtype) !== null)];
}

function netCells(place: Place, engine: EngineId, device: Device): Cell[][] {
  const shapes = workShapes.filter((shape) => isUsual(place.kind, shape) && shape.workload !== 'llm');
  const cells = shapes.flatMap(({ recipe, ...shape }) => {
    const recipes: Recipe[] = recipe === null ? ['optimized'] : [recipe];
    return recipes.flatMap((one) =>
      dtypesOf(place, engine, shape.mode, one).map(
        (dtype): Cell => ({ ...shape, engine, device, recipe: one, dtype, languageModel: null }),
      ),
    );
  });
  const isSwept = ({ workload, mode }: Cell) => swept.includes(workload) && mode === 'infer';
  const sweeps = cells
    .filter((cell) => isSwept(cell) && cell.batchSize === 1)
    .map((cell) => BATCHES.map((batchSize) => ({ ...cell, batchSize })));
  return [...cells.filter((cell) => !isSwept(cell)).map((cell) => [cell]), ...sweeps];
}

/** Two formats of the model that the runner generates. */
const models: readonly LanguageModel[] = [
  smallModel,
  { ...smallModel, quantization: 'Q8_0', bytes: 525_176_832, sha256: '8b'.repeat(32) },
];

const modelCells = (engine: EngineId, device: Device): Cell[][] =>
  models.map((model) =>
    (['prompt', 'generate'] as const).map((mode) => ({
      workload: 'llm',
      mode,
      engine,
      device,
      recipe: 'optimized',
      dtype: 'quantized',
      batchSize: null,
      size: null,
      sequenceLength: mode === 'prompt' ? 512 : 128,
      languageModel: { ...model, gpuLayers: device.kind === 'gpu' ? null : 0 },
    })),
  );

/** Whether the catalogue says that the engine has the work: ingest refuses any other. */
function isOffered({ engine, workload, mode, recipe, dtype, device }: Cell): boolean {
  const { workloads, recipes, places } = findEngine(engine);
  const { modes, dtypes } = findWorkload(workload)!;
  return (
    workloads.includes(workload) &&
    modes.includes(mode) &&
    recipes[recipe] !== undefined &&
    dtypes[recipe]?.includes(dtype) === true &&
    places.some((one) => one.kind === device.kind && one.api === device.api && one.dtypes.includes(dtype))
  );
}

/** Cells of an engine on a device; those that are measured together are in one list. */
export function cellsOf(place: Place, engine: EngineId): Cell[][] {
  const device = deviceFor(place, engine);
  if (device === null) return [];
  const lists = isOfModels(engine) ? modelCells(engine, device) : netCells(place, engine, device);
  return lists.filter((cells) => cells.every(isOffered));
}

/** What the quick test measures on a GPU. */
export function quickTestCells(place: Place): Cell[][] {
  const device: Device = { kind: 'gpu', api: 'unknown', name: place.name, software: false };
  return netCells(place, 'webgpu', device).filter(
    ([one]) => one!.recipe === 'optimized' && (one!.workload === 'matmul' || one!.mode === 'train'),
  );
}
