/** @file Compares running averages: after a first step, and what a later step did to them. Pure. */
import type { Comparison } from '../../../data/contract/proof.ts';
import { largest, norm } from './comparison.ts';

/** A mean that is a smaller share of all averages is compared with that share: some are rounding alone. */
const LEAST_AVERAGE = 1e-3;

/** Of the norms after the first step. */
export function averagesError(averages: readonly ArrayLike<number>[], reference: readonly number[]): number {
  const least = LEAST_AVERAGE * norm(reference);
  return largest(
    reference.map(
      (expected, i) => Math.abs(norm(averages[i] ?? [Number.NaN]) - expected) / Math.max(expected, least),
    ),
  );
}

/** A running average of a batch normalization. */
export interface AverageStep {
  /** Value of every channel before any step. */
  start: number;
  momentum: number;
  /** After one step from the start values. */
  first: ArrayLike<number>;
  before: ArrayLike<number>;
  after: ArrayLike<number>;
}

/** Compares a step of running averages on the samples of the first step: after = first + momentum (before - start). */
export function averagesComparison(steps: readonly AverageStep[], tolerance: number): Comparison {
  const found = steps.map(({ start, momentum, first, before, after }) => {
    const differences = Array.from(first, (value, i) => after[i]! - value - momentum * (before[i]! - start));
    const changes = Array.from(
      first,
      (value, i) => Math.abs(value - start) + (1 - momentum) * Math.abs(before[i]! - start),
    );
    return { difference: norm(differences), change: norm(changes) };
  });
  const least = LEAST_AVERAGE * norm(found.map(({ change }) => change));
  const errors = found.map(({ difference, change }) =>
    difference === 0 ? 0 : difference / Math.max(change, least),
  );
  return { of: 'running averages after the loop', error: largest(errors), tolerance };
}
