/** @file The check of a result: what its comparisons say together. Pure. */
import type { Check, Comparison } from '../../../data/contract/proof.ts';
import type { Reference } from '../../models/references.ts';
import { rowError } from '../../workloads/output.ts';
import { worstOf } from './comparison.ts';
import { requireFinite } from './first-steps.ts';

/** What comparisons say together. */
export function summary(comparisons: readonly Comparison[]) {
  const worst = worstOf(comparisons);
  return {
    comparisons: [...comparisons],
    maxRelativeError: worst.error,
    tolerance: worst.tolerance,
    passed: comparisons.every(({ error, tolerance }) => error <= tolerance),
  };
}

/** The check of a training. Without a reference, the last loss must be below the first. */
export function trainingCheck(
  losses: readonly number[],
  comparisons: readonly Comparison[],
  measured: boolean,
): Check {
  requireFinite(losses);
  const check = { kind: 'loss-trajectory' as const, losses: [...losses], measured };
  if (comparisons.length > 0) return { ...check, ...summary(comparisons) };
  const passed = losses.at(-1)! < losses[0]!;
  return { ...check, comparisons: [], maxRelativeError: null, tolerance: null, passed };
}

/** A check with further comparisons, made after the timed loop. */
export function withComparisons(check: Check, more: readonly Comparison[]): Check {
  if (more.length === 0 || (check.kind !== 'output' && check.kind !== 'loss-trajectory')) return check;
  const all = summary([...check.comparisons, ...more]);
  // Without a reference, `passed` says more than the comparisons.
  const passed = all.passed && (check.comparisons.length > 0 || check.passed);
  return { ...check, ...all, passed };
}

/** Errors of the rows of a net's outputs; `places` has the number of the reference's row for each. */
export const outputErrors = (
  outputs: readonly ArrayLike<number>[],
  places: ArrayLike<number>,
  reference: Pick<Reference, 'outputs'>,
): number[] =>
  outputs.map((row, place) => rowError(row, Float64Array.from(reference.outputs[places[place]!]!)));
