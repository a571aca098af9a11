/** @file Compares what was computed with the reference results. Pure. */
import type { Check } from '../../../data/contract/outcome.ts';
import type { Reference } from '../../models/references.ts';
import { rowError } from '../../workloads/matmul.ts';

/** Largest number that a check may hold. */
const MOST = 1e30;

/** Largest relative difference of losses; endless where there are fewer of them than expected. */
function trajectoryError(losses: readonly number[], reference: readonly number[]): number {
  const errors = reference.map((loss, step) => Math.abs((losses[step] ?? Number.MAX_VALUE) / loss - 1));
  return Math.min(Math.max(...errors), MOST);
}

/** What losses are compared with. */
export type LossReference = Pick<Reference, 'losses' | 'lossTolerance' | 'outputTolerance'>;

/**
 * The first loss comes before any step that could amplify a rounding, so that the bound of outputs holds for it. The
 * check tells of the comparison that lies nearer to its bound. Without reference losses, they must fall from the first
 * step to the last.
 * @throws Error where a loss is not a number: such a run computed nothing
 */
export function lossCheck(losses: readonly number[], reference: LossReference | null): Check {
  const broken = losses.findIndex((loss) => !Number.isFinite(loss));
  if (broken >= 0) throw new Error(`the loss is ${losses[broken]} after ${broken} optimiser steps`);
  const check = { kind: 'loss-trajectory' as const, losses: [...losses] };
  if (!reference || reference.losses.length === 0) {
    return { ...check, maxRelativeError: null, tolerance: null, passed: losses.at(-1)! < losses[0]! };
  }
  const first = trajectoryError(losses, reference.losses.slice(0, 1));
  const all = trajectoryError(losses, reference.losses);
  const { lossTolerance, outputTolerance } = reference;
  const [maxRelativeError, tolerance] =
    first / outputTolerance > all / lossTolerance ? [first, outputTolerance] : [all, lossTolerance];
  return { ...check, maxRelativeError, tolerance, passed: maxRelativeError <= tolerance };
}

/** @param outputs one row a sample, as many as the reference has at least */
export function outputsCheck(
  outputs: readonly ArrayLike<number>[],
  reference: Pick<Reference, 'outputs' | 'outputTolerance'>,
): Check {
  const errors = reference.outputs.map((expected, row) =>
    rowError(outputs[row]!, Float64Array.from(expected)),
  );
  const maxRelativeError = Math.min(Math.max(...errors), MOST);
  const tolerance = reference.outputTolerance;
  return {
    kind: 'output',
    rows: errors.length,
    maxRelativeError,
    tolerance,
    passed: maxRelativeError <= tolerance,
  };
}
