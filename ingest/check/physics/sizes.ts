/**
 * @file P23: a value at sizes that no preset measures has its own place to itself, and whoever changes only the size in a
 * file claims more work for the same time.
 */
import { workShapes } from '../../../data/catalogue/index.ts';
import { rules } from '../../../data/catalogue/rules.ts';
import type { Cell } from '../../../data/contract/cell.ts';
import type { Repetition } from '../../../data/contract/repetition.ts';
import type { WorkShape } from '../../../data/contract/tables/work-shape.ts';
import type { Preset } from '../../../data/contract/words.ts';
import { hasOwnValue } from '../../../data/derive/batch-sweep.ts';
import { apartFromBatch, remembered } from '../../../data/derive/cells/shared.ts';
import { sizesOf } from '../../../data/derive/comparison-key.ts';
import { median } from '../../../data/derive/stats.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** A sweep has at least this many batches besides the one in question. */
const SWEEP = 2;

/** Whether a batch is the declared one, halved as often as need be. */
const isHalved = (batch: number, declared: number): boolean => Number.isInteger(Math.log2(declared / batch));

/**
 * Training that takes too long is measured at the declared batch halved. The runner estimates that before it has measured
 * anything, so that it may be wrong by this factor.
 */
const ESTIMATE = 3;

/** Whether steps of the declared batch would have been fast enough to measure the fewest samples within the longest time. */
function isFastEnough({ cell, outcome }: Measurement, declared: number, preset: Preset): boolean {
  if (cell.mode !== 'train') return false;
  const { minSamples, maxMeasureMs } = rules.presets[preset].durations.train;
  const [{ samplesNs, itemsPerSample }] = outcome.repetitions as [Repetition];
  const stepMs = (median(samplesNs) / 1e6 / itemsPerSample) * declared;
  return ESTIMATE * minSamples * stepMs < maxMeasureMs;
}

function fits(measurement: Measurement, shape: WorkShape, preset: Preset): boolean {
  const { batchSize, size, sequenceLength, recipe, mode } = measurement.cell;
  if (size !== shape.size || sequenceLength !== shape.sequenceLength) return false;
  if (shape.recipe !== null && shape.recipe !== recipe) return false;
  if (shape.batchSize === null || batchSize === null) return shape.batchSize === batchSize;
  if (mode !== 'train' && mode !== 'converge') return batchSize === shape.batchSize;
  if (batchSize === shape.batchSize) return true;
  const smaller = batchSize < shape.batchSize && isHalved(batchSize, shape.batchSize);
  return smaller && !isFastEnough(measurement, shape.batchSize, preset);
}

/** The batches of each forward pass of a file, by its cell without the batch. */
export function batchesOf(measurements: readonly Measurement[]): Map<string, Set<number | null>> {
  const batches = new Map<string, Set<number | null>>();
  for (const { cell } of measurements) {
    if (cell.mode !== 'infer') continue;
    const key = apartFromBatch(cell);
    batches.set(key, (batches.get(key) ?? new Set()).add(cell.batchSize));
  }
  return batches;
}

/** A batch of a sweep is any power of two; the file then has the others. */
export function isSwept(cell: Cell, batches: ReadonlyMap<string, ReadonlySet<number | null>>): boolean {
  if (cell.mode !== 'infer' || cell.batchSize === null || !isHalved(cell.batchSize, 1)) return false;
  const all = batches.get(apartFromBatch(cell))?.size ?? 0;
  return all > SWEEP && cell.sequenceLength === usualLength(cell);
}

/**
 * Whether a result only shows that a batch of a sweep fits: one sample without a warm-up, by which the runner looks for the
 * largest batch. It is a rung of the sweep and never its value.
 */
export const isSweptProbe = (
  { cell, probe, outcome }: Measurement,
  batches: ReadonlyMap<string, ReadonlySet<number | null>>,
): boolean => probe && outcome.repetitions.length === 1 && !hasOwnValue(cell) && isSwept(cell, batches);

/** The length of a net's training and latency; null if its samples are not sequences. */
export const usualLength = remembered(
  ({ workload }: Cell): number | null =>
    workShapes.find((one) => one.workload === workload && one.batchSize === 1)?.sequenceLength ?? null,
);

const described = (sizes: Pick<Cell, 'batchSize' | 'size' | 'sequenceLength'>) =>
  sizesOf(sizes)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

const byWork = Map.groupBy(workShapes, ({ workload, mode }) => `${workload} ${mode}`);

export const sizes: Check = ({ file: { submission }, measurements }) => {
  const batches = batchesOf(measurements);
  return measurements.flatMap((measurement): CheckFinding[] => {
    const { cell } = measurement;
    const usual = byWork.get(`${cell.workload} ${cell.mode}`) ?? [];
    if (usual.some((shape) => fits(measurement, shape, submission.preset)) || isSwept(cell, batches))
      return [];
    const example = usual.find(({ recipe }) => (recipe ?? cell.recipe) === cell.recipe);
    const text = `${described(cell)} is not among the sizes of the presets, for example ${example ? described(example) : 'none'}`;
    return [{ check: 'p23-sizes', severity: 'flag', measurement, text }];
  });
};
