/** @file Ratios between values of one machine that differ in one thing: the device, the recipe or the dtype. Pure. */
import { type Cell, deviceId } from '../contract/cell.ts';
import type { Ratio } from '../contract/leaderboard.ts';
import { metrics } from '../contract/metric.ts';
import type { Metric } from '../contract/words.ts';
import { timesFaster } from './stats.ts';

export type RatioKind = Ratio['kind'];

/** A value to compare. */
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
  /** Times faster; above 1 `one` is faster. */
  ratio: number;
}

/** The side of a cell in each comparison: 0 for the one expected to be faster, 1 for the other, null for neither. */
const sides: Record<RatioKind, (cell: Cell) => 0 | 1 | null> = {
  'gpu-over-cpu': ({ device }) => (device.kind === 'gpu' ? 0 : 1),
  'optimized-over-naive': ({ recipe }) => (recipe === 'optimized' ? 0 : 1),
  'tf32-over-float32': ({ dtype }) => (dtype === 'tf32' ? 0 : dtype === 'float32' ? 1 : null),
  'half-over-float32': ({ dtype }) =>
    dtype === 'float16' || dtype === 'bfloat16' ? 0 : dtype === 'float32' ? 1 : null,
};
const kinds = Object.keys(sides) as RatioKind[];

/**
 * The batch size if it must be equal, otherwise null. In training a recipe chooses its own batch, and the best batch
 * depends on device and recipe; in all other cases a different batch is a different amount of work.
 */
function batchOf(kind: RatioKind, { cell, metric }: RatioValue): number | null {
  const trains = cell.mode === 'train' || cell.mode === 'converge';
  const free = metric === 'peakSamplesPerSecond' || (kind === 'optimized-over-naive' && trains);
  return free ? null : cell.batchSize;
}

/** Key of everything else that must be equal, including the engine, so that devices are compared and not engines. */
function sameness(kind: RatioKind, value: RatioValue): string {
  const { cell, metric, scope } = value;
  const work = `${cell.workload} ${cell.mode} ${metric} ${cell.engine}`;
  const sizes = `${batchOf(kind, value)} ${cell.size} ${cell.sequenceLength} ${cell.languageModel?.sha256}`;
  const recipe = kind === 'optimized-over-naive' ? '' : cell.recipe;
  // Weights of another dtype are another file and so different work.
  const comparesDTypes = kind === 'tf32-over-float32' || kind === 'half-over-float32';
  const dtype = comparesDTypes ? '' : cell.dtype;
  // Names and scopes have no line breaks.
  const device = kind === 'gpu-over-cpu' ? '' : `${deviceId(cell.device)} ${cell.device.name}`;
  return `${work} ${sizes} ${recipe} ${dtype}\n${device}\n${scope}`;
}

/** How many times as fast one value is as another of the same metric. */
export const ratioOf = (one: RatioValue, other: RatioValue): number =>
  timesFaster(metrics[one.metric].higherIsBetter, one.value, other.value);

/** The fastest value; of equal ones the first. */
const fastest = <One extends RatioValue>(values: readonly One[]): One =>
  values.reduce((a, b) => (ratioOf(b, a) > 1 ? b : a));

/** Values that differ in one thing. */
export interface Comparison<One extends RatioValue> {
  kind: RatioKind;
  /** The side that is expected to be faster. */
  ones: readonly One[];
  /** The other side, at least one value. */
  others: readonly One[];
}

function comparisonsBy<One extends RatioValue>(kind: RatioKind, values: readonly One[]): Comparison<One>[] {
  const sideOf = sides[kind];
  const isOn = (side: 0 | 1) => values.some(({ cell }) => sideOf(cell) === side);
  if (!isOn(0) || !isOn(1)) return [];
  const groups = Map.groupBy(values, (value) => sameness(kind, value));
  return [...groups.values()].flatMap((group) => {
    const [ones, others] = [0, 1].map((side) => group.filter(({ cell }) => sideOf(cell) === side));
    return ones!.length === 0 || others!.length === 0 ? [] : [{ kind, ones: ones!, others: others! }];
  });
}

/** All groups of values that differ in one thing, by kind. Software GPUs are left out. */
export function comparisonsOf<One extends RatioValue>(values: readonly One[]): Comparison<One>[] {
  const real = values.filter(({ cell }) => !cell.device.software);
  return kinds.flatMap((kind) => comparisonsBy(kind, real));
}

/**
 * The ratios of a comparison: each value with the fastest of the other side. Of several CPUs, naive batches or float32 values a
 * reader compares with the best, and there are never more ratios of a kind than values.
 */
export function pairsOf<One extends RatioValue>({ kind, ones, others }: Comparison<One>): Pair<One>[] {
  const other = fastest(others);
  return ones.map((one) => ({ kind, one, other, ratio: ratioOf(one, other) }));
}

/** The ratios of values that differ in one thing, by kind. Software GPUs are left out. */
export const ratiosOf = <One extends RatioValue>(values: readonly One[]): Pair<One>[] =>
  comparisonsOf(values).flatMap(pairsOf);
