/** @file Compares outputs with their reference row by row. Pure. */
import type { Check, Comparison } from '../../data/contract/proof.ts';

/** Largest error that the contract allows. */
const MAX_ERROR = 1e30;

/** Largest |output - reference| divided by the largest |reference| of its row; infinite if the output contains NaN. */
export function rowError(output: ArrayLike<number>, reference: ArrayLike<number>): number {
  let largest = 0;
  let error = 0;
  for (let j = 0; j < reference.length; j++) {
    largest = Math.max(largest, Math.abs(reference[j]!));
    const difference = Math.abs(output[j]! - reference[j]!);
    error = Math.max(error, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  return error / largest;
}

/** Compares the errors of rows with a tolerance. */
export const rowsComparison = (
  of: 'outputs' | 'outputs of altered inputs' | 'outputs after the loop',
  errors: readonly number[],
  tolerance: number,
): Comparison => ({
  of,
  error: errors.reduce((worst, error) => Math.min(Math.max(worst, error), MAX_ERROR), 0),
  tolerance,
});

/** @param errors The error of each compared row. */
export function outputCheck(errors: readonly number[], tolerance: number, measured = true): Check {
  const compared = rowsComparison('outputs', errors, tolerance);
  return {
    kind: 'output',
    rows: errors.length,
    maxRelativeError: compared.error,
    tolerance,
    passed: compared.error <= tolerance,
    comparisons: [compared],
    measured,
  };
}
