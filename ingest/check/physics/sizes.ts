/**
 * @file P23: a value at sizes that no preset measures has its own place to itself, and whoever changes only the size in a
 * file claims more work for the same time.
 */
import { workShapes } from '../../../data/catalogue/index.ts';
import type { Cell } from '../../../data/contract/cell.ts';
import type { WorkShape } from '../../../data/contract/work-shape.ts';
import { sizesOf } from '../../../data/derive/comparison-key.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** A sweep has at least this many batches besides the one in question. */
const SWEEP = 2;

/** Training that takes too long is measured at the declared batch halved, perhaps several times. */
const isHalved = (batch: number, declared: number): boolean => Number.isInteger(Math.log2(declared / batch));

function fits({ batchSize, size, sequenceLength, recipe, mode }: Cell, shape: WorkShape): boolean {
  if (size !== shape.size || sequenceLength !== shape.sequenceLength) return false;
  if (shape.recipe !== null && shape.recipe !== recipe) return false;
  if (shape.batchSize === null || batchSize === null) return shape.batchSize === batchSize;
  if (mode !== 'train' && mode !== 'converge') return batchSize === shape.batchSize;
  return batchSize <= shape.batchSize && isHalved(batchSize, shape.batchSize);
}

const withoutBatch = (cell: Cell): string => JSON.stringify({ ...cell, batchSize: null });

/** The batches of each forward pass of a file, by its cell without the batch. */
export function batchesOf(measurements: readonly Measurement[]): Map<string, Set<number | null>> {
  const batches = new Map<string, Set<number | null>>();
  for (const { cell } of measurements) {
    if (cell.mode !== 'infer') continue;
    const key = withoutBatch(cell);
    batches.set(key, (batches.get(key) ?? new Set()).add(cell.batchSize));
  }
  return batches;
}

/** A batch of a sweep is any power of two; the file then has the others. */
export function isSwept(cell: Cell, batches: ReadonlyMap<string, ReadonlySet<number | null>>): boolean {
  if (cell.mode !== 'infer' || cell.batchSize === null || !isHalved(cell.batchSize, 1)) return false;
  const all = batches.get(withoutBatch(cell))?.size ?? 0;
  return all > SWEEP && cell.sequenceLength === usualLength(cell);
}

/** The length of a net's training and latency; null if its samples are not sequences. */
export const usualLength = ({ workload }: Cell): number | null =>
  workShapes.find((one) => one.workload === workload && one.batchSize === 1)?.sequenceLength ?? null;

const described = (sizes: Pick<Cell, 'batchSize' | 'size' | 'sequenceLength'>) =>
  sizesOf(sizes)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

const byWork = Map.groupBy(workShapes, ({ workload, mode }) => `${workload} ${mode}`);

export const sizes: Check = ({ measurements }) => {
  const batches = batchesOf(measurements);
  return measurements.flatMap((measurement): CheckFinding[] => {
    const { cell } = measurement;
    const usual = byWork.get(`${cell.workload} ${cell.mode}`) ?? [];
    if (usual.some((shape) => fits(cell, shape)) || isSwept(cell, batches)) return [];
    const example = usual.find(({ recipe }) => (recipe ?? cell.recipe) === cell.recipe);
    const text = `${described(cell)} is not among the sizes of the presets, for example ${example ? described(example) : 'none'}`;
    return [{ check: 'p23-sizes', severity: 'flag', measurement, text }];
  });
};
