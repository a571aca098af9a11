/** @file Values of one computer that differ in one thing: the device, the recipe or the precision. Pure. */
import type { Cell } from '../contract/cell.ts';
import type { Ratio } from '../contract/leaderboard.ts';
import { metrics } from '../contract/metric.ts';
import type { Metric } from '../contract/words.ts';
import { timesFaster } from './stats.ts';

export type RatioKind = Ratio['kind'];

/** A value that may be compared. */
export interface RatioValue {
  cell: Cell;
  metric: Metric;
  value: number;
  /** What else must be equal, for example the machine. */
  scope: string;
}

export interface Pair<One extends RatioValue> {
  kind: RatioKind;
  /** The side that is expected to be faster. */
  one: One;
  other: One;
  /** Times faster: above 1 `one` wins. */
  ratio: number;
}

/** The side of a cell in each comparison: 0 for the one expected to be faster, 1 for the other, null for neither. */
const sides: Record<RatioKind, (cell: Cell) => 0 | 1 | null> = {
  'gpu-over-cpu': ({ device }) => (device.kind === 'gpu' ? 0 : 1),
  'optimized-over-naive': ({ recipe }) => (recipe === 'optimized' ? 0 : 1),
  'half-over-float32': ({ dtype }) =>
    dtype === 'float16' || dtype === 'bfloat16' ? 0 : dtype === 'float32' ? 1 : null,
};
const kinds = Object.keys(sides) as RatioKind[];

/**
 * The batch where it must be equal: a recipe brings its own batch to training, and the best batch is found by the device
 * and the recipe; else another batch is another amount of work.
 */
function batchOf(kind: RatioKind, { cell, metric }: RatioValue): number | null {
  const trains = cell.mode === 'train' || cell.mode === 'converge';
  const free = metric === 'peakSamplesPerSecond' || (kind === 'optimized-over-naive' && trains);
  return free ? null : cell.batchSize;
}

/** What must be equal beside the one thing. The engine is included, so that devices are compared and not engines. */
function sameness(kind: RatioKind, value: RatioValue): string {
  const { cell, metric, scope } = value;
  const work = [cell.workload, cell.mode, metric, cell.engine];
  const sizes = [batchOf(kind, value), cell.size, cell.sequenceLength, cell.languageModel?.sha256];
  const device = kind === 'gpu-over-cpu' ? [] : [cell.device.kind, cell.device.name];
  const recipe = kind === 'optimized-over-naive' ? [] : [cell.recipe];
  // The weights of a model of another precision are another file, so another work.
  const dtype = kind === 'half-over-float32' ? [] : [cell.dtype];
  return JSON.stringify([scope, work, sizes, device, recipe, dtype]);
}

function pairsOf<One extends RatioValue>(kind: RatioKind, values: readonly One[]): Pair<One>[] {
  const groups = Map.groupBy(values, (value) => sameness(kind, value));
  return [...groups.values()].flatMap((group) => {
    const [ones, others] = [0, 1].map((side) => group.filter(({ cell }) => sides[kind](cell) === side));
    return ones!.flatMap((one) =>
      others!.map((other) => {
        const { higherIsBetter } = metrics[one.metric];
        return { kind, one, other, ratio: timesFaster(higherIsBetter, one.value, other.value) };
      }),
    );
  });
}

/** Every two values that differ in one thing, kind by kind. Software GPUs are left out. */
export function ratiosOf<One extends RatioValue>(values: readonly One[]): Pair<One>[] {
  const real = values.filter(({ cell }) => !cell.device.software);
  return kinds.flatMap((kind) => pairsOf(kind, real));
}
