/** @file What several cells of a run tell together: ladders of batches, growth with the length, ratios. Pure. */
import { type Cell, cellId } from '../../data/contract/cell.ts';
import { logLogFit } from '../../data/derive/stats.ts';
import type { Finished, Value } from './cell-result.ts';

export interface LadderFinding {
  /** Its first rung. */
  cell: Cell;
  rungs: { batchSize: number; samplesPerSecond: number; probe: boolean }[];
  best: { batchSize: number; samplesPerSecond: number };
  largestBatch: number;
  /** Why the next batch did not run; null where the ladder ended because more did not pay. */
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
  ladders: LadderFinding[];
  scalings: ScalingFinding[];
  ratios: RatioFinding[];
}

/** Fewer points show no course. */
const MIN_POINTS = 3;

type Sound = Finished & { value: Value };

export function findAll(results: readonly Finished[]): Findings {
  const sound = results.filter((one): one is Sound => one.value !== null && one.reason === null);
  return {
    ladders: findLadders(results, sound),
    scalings: findScalings(sound),
    ratios: [...deviceRatios(sound), ...recipeRatios(sound)],
  };
}

function findLadders(results: readonly Finished[], sound: readonly Sound[]): LadderFinding[] {
  const ladderOf = ({ cell }: Finished) => cellId({ ...cell, batchSize: null });
  const groups = Map.groupBy(
    sound.filter(({ cell }) => cell.mode === 'infer' && cell.batchSize !== null),
    ladderOf,
  );
  return [...groups].flatMap(([id, group]): LadderFinding[] => {
    const ascending = group.toSorted((a, b) => a.cell.batchSize! - b.cell.batchSize!);
    const [first] = ascending;
    if (first === undefined || ascending.length < MIN_POINTS) return [];
    const rungs = ascending.map(({ cell, value }) => ({
      batchSize: cell.batchSize!,
      samplesPerSecond: value.itemsPerSecond!,
      probe: value.probe,
    }));
    const timed = rungs.filter(({ probe }) => !probe);
    const best = (timed.length > 0 ? timed : rungs).reduce((a, b) =>
      b.samplesPerSecond > a.samplesPerSecond ? b : a,
    );
    const largestBatch = rungs.at(-1)!.batchSize;
    const next = results
      .filter((one) => ladderOf(one) === id && one.cell.batchSize! > largestBatch)
      .toSorted((a, b) => a.cell.batchSize! - b.cell.batchSize!)[0];
    const end = next === undefined ? null : `batch ${next.cell.batchSize} ${next.reason}`;
    return [{ cell: first.cell, rungs, best, largestBatch, end }];
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
