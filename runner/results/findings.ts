/** @file What several cells of a run tell together: batch sweeps, growth with the length, ratios. Pure. */
import { type Cell, cellId } from '../../data/contract/cell.ts';
import { batchSweepsOf, bestBatch } from '../../data/derive/batch-sweep.ts';
import { logLogFit } from '../../data/derive/stats.ts';
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

/** Fewer points show no course. */
const MIN_POINTS = 3;

type Sound = Finished & { value: Value };

/** A result of a wrong computation says nothing. */
const isSound = (one: Finished): one is Sound => one.value !== null && one.reason === null;

export function findAll(results: readonly Finished[]): Findings {
  const sound = results.filter(isSound);
  return {
    ladders: findSweeps(results),
    scalings: findScalings(sound),
    ratios: [...deviceRatios(sound), ...recipeRatios(sound)],
  };
}

function findSweeps(results: readonly Finished[]): SweepFinding[] {
  return batchSweepsOf(results).flatMap(({ attempts, largest, end }): SweepFinding[] => {
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

function findScalings(sound: readonly Sound[]): ScalingFinding[] {
  const ofSequences = sound.filter(
    ({ cell, value }) =>
      cell.sequenceLength !== null && cell.batchSize !== null && value.itemsPerSecond !== null,
  );
  const groups = Map.groupBy(ofSequences, ({ cell }) =>
    [
      cellId({ ...cell, batchSize: null, sequenceLength: null }),
      cell.batchSize! * cell.sequenceLength!,
    ].join(),
  );
  return [...groups.values()].flatMap((group): ScalingFinding[] => {
    const ascending = group.toSorted((a, b) => a.cell.sequenceLength! - b.cell.sequenceLength!);
    const [first] = ascending;
    if (first === undefined || ascending.length < MIN_POINTS) return [];
    const lengths = ascending.map(({ cell }) => cell.sequenceLength!);
    const { slope, r2 } = logLogFit(
      ascending.map(({ cell, value }) => ({ x: cell.sequenceLength!, y: 1 / value.itemsPerSecond! })),
    );
    return [{ cell: first.cell, slope, r2, lengths }];
  });
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
