/** @file Compares what was computed with the reference results. Pure. */
import type { Check } from '../../../data/contract/outcome.ts';
import type { Reference } from '../../models/references.ts';
import { rowError } from '../../workloads/matmul.ts';

/** Largest number that a check may hold. */
const MOST = 1e30;

/** Largest relative difference of losses; endless where there are fewer of them than expected. */
function trajectoryError(losses: readonly number[], reference: readonly number[]): number {
  return Math.max(...reference.map((loss, step) => Math.abs((losses[step] ?? Number.MAX_VALUE) / loss - 1)));
}

/**
 * Without reference losses, they must fall from the first step to the last.
 * @throws Error where a loss is not a number: such a run computed nothing
 */
export function lossCheck(
  losses: readonly number[],
  reference: Pick<Reference, 'losses' | 'lossTolerance'> | null,
): Check {
  const broken = losses.findIndex((loss) => !Number.isFinite(loss));
  if (broken >= 0) throw new Error(`the loss is ${losses[broken]} after ${broken} optimiser steps`);
  const kind = 'loss-trajectory';
  if (!reference || reference.losses.length === 0) {
    const falls = losses.at(-1)! < losses[0]!;
    return { kind, losses: [...losses], maxRelativeError: null, tolerance: null, passed: falls };
  }
  const maxRelativeError = Math.min(trajectoryError(losses, reference.losses), MOST);
  const tolerance = reference.lossTolerance;
  return { kind, losses: [...losses], maxRelativeError, tolerance, passed: maxRelativeError <= tolerance };
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
