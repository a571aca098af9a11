/** @file Compares what was computed with the reference results. Pure. */
import type { Check } from '../../data/contract/outcome.ts';
import type { Reference } from '../models/references.ts';
import { outputCheck, rowError } from '../workloads/output.ts';

/** Largest number that a check may hold. */
const MOST = 1e30;

/** Largest relative difference of losses; endless where there are fewer of them than expected. */
function trajectoryError(losses: readonly number[], reference: readonly number[]): number {
  const errors = reference.map((loss, step) => Math.abs((losses[step] ?? Number.MAX_VALUE) / loss - 1));
  return Math.min(Math.max(...errors), MOST);
}

/** What the first steps of a training are compared with. */
export type TrainingReference = Pick<
  Reference,
  'losses' | 'firstLossTolerance' | 'lossTolerance' | 'gradients' | 'gradientTolerance' | 'leastGradient'
>;

/** What was found: losses of the first steps, and the norm of each array's gradient in the first one. */
export interface FirstSteps {
  losses: readonly number[];
  gradients: readonly number[];
}

/** Largest relative difference of norms; endless where one is missing or not a number. */
function gradientError(
  norms: readonly number[],
  { gradients, leastGradient }: Pick<Reference, 'gradients' | 'leastGradient'>,
): number {
  const least = leastGradient * Math.hypot(...gradients);
  const errors = gradients.map(
    (norm, i) => Math.abs((norms[i] ?? Number.NaN) - norm) / Math.max(norm, least),
  );
  const error = Math.max(0, ...errors);
  return Number.isFinite(error) ? Math.min(error, MOST) : MOST;
}

/**
 * The first loss comes before any step that could amplify a rounding, so that it has a strict bound of its own; an
 * adaptive optimizer hides how large a gradient is, so that its norms are compared too. The check reports the comparison
 * that lies nearest to its bound. Without reference losses, they must fall from the first step to the last.
 * @throws Error where a loss is not a number: such a run computed nothing
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

/** @param outputs one row a sample, as many as the reference has at least */
export function outputsCheck(
  outputs: readonly ArrayLike<number>[],
  reference: Pick<Reference, 'outputs' | 'outputTolerance'>,
): Check {
  const errors = reference.outputs.map((expected, row) =>
    rowError(outputs[row]!, Float64Array.from(expected)),
  );
  return outputCheck(errors, reference.outputTolerance);
}
