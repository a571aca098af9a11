/** @file Results of floating-point arithmetic differ from the reference, which is computed in float64. */
import type { Comparison } from '../../../data/contract/proof.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Comparisons of many rounded values, of which none is exact in all; a single loss may be. */
const rounded: ReadonlySet<Comparison['of']> = new Set([
  ...(['outputs', 'outputs of altered inputs', 'gradients', 'first updates', 'second updates'] as const),
  ...(['gradients after the loop', 'first updates after the loop'] as const),
]);

/**
 * A float32 has 24 bits, so that one value is off by up to 6e-8; the least error of a comparison in the submissions of this
 * repository is above 2e-8.
 */
const LEAST_ERROR = 1e-10;

/** A copy is exact, and a model may be compared with itself. */
const mayBeExact = ({ cell: { workload }, outcome: { check } }: Measurement): boolean =>
  workload === 'copy' || (check.kind === 'next-token' && check.against === 'itself');

/** The largest error in which rounding must show; null if none is known. */
function errorOf({ outcome: { check } }: Measurement): number | null {
  if (check.kind === 'none') return null;
  if (check.kind === 'next-token') return check.maxRelativeError;
  const errors = check.comparisons.flatMap(({ of, error }) => (rounded.has(of) ? [error] : []));
  return errors.length === 0 ? check.maxRelativeError : Math.max(...errors);
}

export const rounding: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const error = mayBeExact(measurement) ? null : errorOf(measurement);
    if (error === null || error >= LEAST_ERROR) return [];
    const text = `the largest error of its check is ${error}, but values in ${measurement.cell.dtype} are rounded by more`;
    return [{ check: 'p41-exact', severity: 'flag', measurement, text }];
  });
