/** @file Compares computed results with the reference. Pure. */
import type { Check } from '../../data/contract/outcome.ts';
import type { Reference } from '../models/references.ts';
import { outputCheck, rowError } from '../workloads/output.ts';

/** Largest error that the contract allows. */
const MAX_ERROR = 1e30;

/** Largest relative difference of the losses; `MAX_ERROR` if losses are missing. */
function trajectoryError(losses: readonly number[], reference: readonly number[]): number {
  const errors = reference.map((loss, step) => Math.abs((losses[step] ?? Number.MAX_VALUE) / loss - 1));
  return Math.min(Math.max(...errors), MAX_ERROR);
}

/** The part of a reference that the first training steps are compared with. */
export type TrainingReference = Pick<
  Reference,
  'losses' | 'firstLossTolerance' | 'lossTolerance' | 'gradients' | 'gradientTolerance' | 'leastGradient'
>;

/** Computed losses of the first steps, and the norm of each array's gradient in the first step. */
export interface FirstSteps {
  losses: readonly number[];
  gradients: readonly number[];
}

/** Largest relative difference of the norms; `MAX_ERROR` if one is missing or NaN. */
function gradientError(
  norms: readonly number[],
  { gradients, leastGradient }: Pick<Reference, 'gradients' | 'leastGradient'>,
): number {
  const least = leastGradient * Math.hypot(...gradients);
  const errors = gradients.map(
    (norm, i) => Math.abs((norms[i] ?? Number.NaN) - norm) / Math.max(norm, least),
  );
  const error = Math.max(0, ...errors);
  return Number.isFinite(error) ? Math.min(error, MAX_ERROR) : MAX_ERROR;
}

/**
 * Checks the first training steps. The first loss has a strict tolerance, because no step before it could amplify rounding
 * errors. Gradient norms are compared too, because an adaptive optimizer hides the size of a gradient. The check reports
 * the comparison with the highest ratio of error to tolerance. Without a reference, the last loss must be below the first.
 * @throws Error if a loss is not finite.
 */
export function trainingCheck({ losses, gradients }: FirstSteps, reference: TrainingReference | null): Check {
  const broken = losses.findIndex((loss) => !Number.isFinite(loss));
  if (broken >= 0) throw new Error(`the loss is ${losses[broken]} after ${broken} optimizer steps`);
  const check = { kind: 'loss-trajectory' as const, losses: [...losses] };
  if (!reference || reference.losses.length === 0) {
    return { ...check, maxRelativeError: null, tolerance: null, passed: losses.at(-1)! < losses[0]! };
  }
  const comparisons: [error: number, tolerance: number][] = [
    [trajectoryError(losses, reference.losses.slice(0, 1)), reference.firstLossTolerance],
    [trajectoryError(losses, reference.losses), reference.lossTolerance],
    [gradientError(gradients, reference), reference.gradientTolerance],
  ];
  const [maxRelativeError, tolerance] = comparisons.reduce((a, b) => (b[0] / b[1] > a[0] / a[1] ? b : a));
  return { ...check, maxRelativeError, tolerance, passed: maxRelativeError <= tolerance };
}

/** @param outputs One row per sample; at least as many as the reference has. */
export function outputsCheck(
  outputs: readonly ArrayLike<number>[],
  reference: Pick<Reference, 'outputs' | 'outputTolerance'>,
): Check {
  const errors = reference.outputs.map((expected, row) =>
    rowError(outputs[row]!, Float64Array.from(expected)),
  );
  return outputCheck(errors, reference.outputTolerance);
}
