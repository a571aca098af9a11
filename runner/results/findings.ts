/** @file What several cells of a run tell together: batch sweeps, growth with the length, ratios. Pure. */
import type { Cell } from '../../data/contract/cell.ts';
import { type BatchSweep, batchSweepsOf, bestBatch, onlySwept } from '../../data/derive/batch-sweep.ts';
import { scalingsOf } from '../../data/derive/scalings.ts';
import type { Finished, Value } from './cell-result.ts';

/** A batch sweep with what it reached. */
export interface SweepFinding {
  /** The smallest batch that ran. */
  cell: Cell;
  rungs: { batchSize: number; samplesPerSecond: number; probe: boolean }[];
  best: { batchSize: number; samplesPerSecond: number };
  largestBatch: number;
  /** Why the next batch did not run; null where the sweep ended because more did not pay. */
  end: string | null;
}

/** Growth of the time of a sequence with its length, at a constant number of tokens a batch: 1 linear, 2 quadratic. */
export interface ScalingFinding {
  /** Its shortest sequence. */
  cell: Cell;
  slope: number;
  r2: number;
  lengths: number[];
}

/** Times faster than the other side. */
export interface RatioFinding {
  kind: 'gpu-over-cpu' | 'optimized-over-naive';
  /** The faster side, as it is meant. */
  cell: Cell;
  against: Cell;
  ratio: number;
}

export interface Findings {
  ladders: SweepFinding[];
  scalings: ScalingFinding[];
  ratios: RatioFinding[];
}

type Sound = Finished & { value: Value };

/** A result of a wrong computation says nothing. */
const isSound = (one: Finished): one is Sound => one.value !== null && one.reason === null;

export function findAll(results: readonly Finished[]): Findings {
  const sweeps = batchSweepsOf(results);
  const swept = onlySwept(sweeps);
  const sound = results.filter(isSound);
  const own = sound.filter((one) => !swept.has(one));
  return {
    ladders: findSweeps(sweeps),
    scalings: findScalings(own),
    ratios: [...deviceRatios(sound), ...recipeRatios(sound)],
  };
}

function findSweeps(sweeps: readonly BatchSweep<Finished>[]): SweepFinding[] {
  return sweeps.flatMap(({ attempts, largest, end }): SweepFinding[] => {
    const ran = attempts.filter(isSound).map(({ cell, value }) => ({
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

function findScalings(own: readonly Sound[]): ScalingFinding[] {
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

/** The fastest engine of each device with everything else equal; an emulated GPU is none. */
function deviceRatios(sound: readonly Sound[]): RatioFinding[] {
  const real = sound.filter(
    ({ cell, value }) => !cell.device.software && value.itemsPerSecond !== null && !value.probe,
  );
  const groups = Map.groupBy(real, ({ cell: { engine: _, device: __, ...rest } }) =>
    // Where the layers of a language model are is what differs.
    JSON.stringify({ ...rest, languageModel: rest.languageModel?.sha256 }),
  );
  return [...groups.values()].flatMap((group) => {
    const gpu = fastest(group.filter(({ cell }) => cell.device.kind === 'gpu'));
    const cpu = fastest(group.filter(({ cell }) => cell.device.kind === 'cpu'));
    return toRatio('gpu-over-cpu', gpu, cpu);
  });
}

/** Training only: recipes differ in their batch there, and that is meant. */
function recipeRatios(sound: readonly Sound[]): RatioFinding[] {
  const trained = sound.filter(({ cell }) => cell.mode === 'train');
  const groups = Map.groupBy(trained, ({ cell: { recipe: _, batchSize: __, ...rest } }) =>
    JSON.stringify(rest),
  );
  return [...groups.values()].flatMap((group) => {
    const of = (recipe: Cell['recipe']) => fastest(group.filter(({ cell }) => cell.recipe === recipe));
    return toRatio('optimized-over-naive', of('optimized'), of('naive'));
  });
}

function fastest(group: readonly Sound[]): Sound | null {
  return group.reduce<Sound | null>(
    (best, one) => (best === null || one.value.itemsPerSecond! > best.value.itemsPerSecond! ? one : best),
    null,
  );
}

function toRatio(kind: RatioFinding['kind'], one: Sound | null, other: Sound | null): RatioFinding[] {
  if (one === null || other === null) return [];
  const ratio = one.value.itemsPerSecond! / other.value.itemsPerSecond!;
  return [{ kind, cell: one.cell, against: other.cell, ratio }];
}
