/** @file Compares the cells of a run: batch sweeps, scaling with length, ratios. Pure. */
import type { Cell } from '../../data/contract/cell.ts';
import type { Metric } from '../../data/contract/words.ts';
import { type BatchSweep, batchSweepsOf, bestBatch, onlySwept } from '../../data/derive/batch-sweep.ts';
import { type RatioKind, ratiosOf } from '../../data/derive/ratios.ts';
import { scalingsOf } from '../../data/derive/scalings.ts';
import type { CellResult, CellValue } from './cell-result.ts';

/** The result of a batch sweep. */
export interface SweepResult {
  /** The smallest batch that ran. */
  cell: Cell;
  rungs: { batchSize: number; samplesPerSecond: number; probe: boolean }[];
  best: { batchSize: number; samplesPerSecond: number };
  largestBatch: number;
  /** Why the next batch did not run; null if the sweep ended because throughput stopped growing. */
  end: string | null;
}

/** How the time per sequence grows with its length, at constant tokens per batch. Slope 1 is linear, 2 quadratic. */
export interface ScalingResult {
  /** The cell with the shortest sequence. */
  cell: Cell;
  slope: number;
  r2: number;
  lengths: number[];
}

/** How many times faster one cell is than another. */
export interface CellRatio {
  kind: RatioKind;
  /** The compared metric. For `peakSamplesPerSecond`, the batch size of each cell is its best one. */
  metric: Metric;
  /** The cell that is expected to be faster. */
  cell: Cell;
  against: Cell;
  ratio: number;
}

export interface RunComparison {
  ladders: SweepResult[];
  scalings: ScalingResult[];
  ratios: CellRatio[];
}

type Valid = CellResult & { value: CellValue };

/** Whether a result has a value and its check passed. */
const isValid = (one: CellResult): one is Valid => one.value !== null && one.reason === null;

export function compareCells(results: readonly CellResult[]): RunComparison {
  const sweeps = batchSweepsOf(results);
  const swept = onlySwept(sweeps);
  const own = results.filter(isValid).filter((one) => !swept.has(one));
  const ladders = findSweeps(sweeps);
  return { ladders, scalings: findScalings(own), ratios: findRatios(own, ladders) };
}

function findSweeps(sweeps: readonly BatchSweep<CellResult>[]): SweepResult[] {
  return sweeps.flatMap(({ attempts, largest, end }): SweepResult[] => {
    const ran = attempts.filter(isValid).map(({ cell, value }) => ({
      cell,
      batchSize: cell.batchSize!,
      samplesPerSecond: value.itemsPerSecond!,
      probe: value.probe,
    }));
    const [first] = ran;
    if (first === undefined) return [];
    const { batchSize, samplesPerSecond } = bestBatch(ran);
    return [
      {
        cell: first.cell,
        rungs: ran.map(({ cell: _, ...rate }) => rate),
        best: { batchSize, samplesPerSecond },
        largestBatch: largest.cell.batchSize!,
        end: end === null || end.reason === null ? null : `batch ${end.cell.batchSize}: ${end.reason}`,
      },
    ];
  });
}

function findScalings(own: readonly Valid[]): ScalingResult[] {
  const values = own.map(({ cell, value }) => ({
    cell,
    secondsPerSequence: value.itemsPerSecond === null ? null : 1 / value.itemsPerSecond,
    scope: '',
  }));
  return scalingsOf(values).map(({ slope, r2, points }) => ({
    cell: points[0]!.of.cell,
    slope,
    r2,
    lengths: points.map(({ sequenceLength }) => sequenceLength),
  }));
}

function findRatios(own: readonly Valid[], sweeps: readonly SweepResult[]): CellRatio[] {
  const values = own.map(({ cell, value: { metric, value } }) => ({ cell, metric, value, scope: '' }));
  const peaks = sweeps.map(({ cell, best }) => ({
    cell: { ...cell, batchSize: best.batchSize },
    metric: 'peakSamplesPerSecond' as const,
    value: best.samplesPerSecond,
    scope: '',
  }));
  return ratiosOf([...values, ...peaks]).map(({ kind, one, other, ratio }) => ({
    kind,
    metric: one.metric,
    cell: one.cell,
    against: other.cell,
    ratio,
  }));
}
