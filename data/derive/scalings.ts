/** @file How the time per sequence grows with its length: a power law through cells that differ only in the length. Pure. */
import { type Cell, deviceId } from '../contract/cell.ts';
import { logLogFit } from './stats.ts';

/** A length sweep has at least this many lengths. */
const MIN_LENGTHS = 3;

/** The fields that are equal within a length sweep. */
type Same = 'workload' | 'mode' | 'engine' | 'device' | 'recipe' | 'dtype';

/** A value of one length. */
export interface LengthValue {
  cell: Pick<Cell, Same | 'batchSize' | 'sequenceLength'> & Partial<Pick<Cell, 'languageModel'>>;
  /** Null if the value has no time per sequence. */
  secondsPerSequence: number | null;
  /** What else must be equal, for example the machine. */
  scope: string;
}

export interface LengthPoint<One extends LengthValue> {
  of: One;
  sequenceLength: number;
  secondsPerSequence: number;
}

export interface LengthScaling<One extends LengthValue> {
  /** Tokens of every batch. */
  tokensPerBatch: number;
  /** Slope of log(seconds per sequence) over log(length), least squares: 1 is linear, 2 quadratic. */
  slope: number;
  /** Share of the variance that the line explains, 0 to 1. */
  r2: number;
  /** Shortest first. */
  points: readonly LengthPoint<One>[];
}

/**
 * A scaling for every sweep of at least three lengths at a constant number of tokens per batch. Lengths at a constant batch
 * size are left out: their tokens per batch grow with the length, which would mix its cost with the load on the device.
 */
export function scalingsOf<One extends LengthValue>(values: readonly One[]): LengthScaling<One>[] {
  const points = values.flatMap((of) => {
    const { sequenceLength, batchSize } = of.cell;
    const { secondsPerSequence } = of;
    if (sequenceLength === null || batchSize === null || secondsPerSequence === null) return [];
    return [{ of, sequenceLength, secondsPerSequence, tokensPerBatch: batchSize * sequenceLength }];
  });
  const groups = Map.groupBy(points, ({ of: { cell, scope }, tokensPerBatch }) =>
    sameness(cell, tokensPerBatch, scope),
  );
  return [...groups.values()]
    .filter((group) => new Set(group.map(({ sequenceLength }) => sequenceLength)).size >= MIN_LENGTHS)
    .map((group) => {
      const ascending = group.toSorted((a, b) => a.sequenceLength - b.sequenceLength);
      const { slope, r2 } = logLogFit(
        ascending.map(({ sequenceLength, secondsPerSequence }) => ({
          x: sequenceLength,
          y: secondsPerSequence,
        })),
      );
      return { tokensPerBatch: ascending[0]!.tokensPerBatch, slope, r2, points: ascending };
    });
}

function sameness(
  {
    workload,
    mode,
    engine,
    device,
    recipe,
    dtype,
    languageModel,
  }: Pick<Cell, Same> & Partial<Pick<Cell, 'languageModel'>>,
  tokensPerBatch: number,
  scope: string,
): string {
  return JSON.stringify([
    workload,
    mode,
    engine,
    deviceId(device),
    device.name,
    recipe,
    dtype,
    languageModel,
    tokensPerBatch,
    scope,
  ]);
}
