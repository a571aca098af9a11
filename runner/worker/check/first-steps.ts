/** @file Compares the first steps of a training with the reference: losses, gradients, updates, running averages. Pure. */
import type { Comparison } from '../../../data/contract/proof.ts';
import type { Reference } from '../../models/references.ts';
import { averagesError } from './averages.ts';
import { bounded, largest, norm } from './comparison.ts';

/** The gradients of a step: for each array its norm and, for each set of signs, the sum of all elements with them. */
export interface Gradients {
  norms: readonly number[];
  sums: readonly (readonly number[])[];
}

/** Losses of the first steps; the gradients of the first and how far each array is from its start. */
export interface FirstSteps {
  losses: readonly number[];
  /** Norms in the first step. */
  gradients: readonly number[];
  /** Signed sums in the first step. */
  directions: readonly (readonly number[])[];
  /** After the first and, where it was taken, the second step. */
  updates: readonly (readonly number[])[];
  /** Running averages after the first step: mean and variance of each batch normalization; omitted if there are none. */
  averages?: readonly ArrayLike<number>[];
}

/** The part of a reference that gradients are compared with. */
type GradientReference = Pick<Reference, 'gradients' | 'directions' | 'leastGradient'>;

/** The part of a reference that training is compared with. */
export type TrainingReference = GradientReference &
  Pick<
    Reference,
    | 'losses'
    | 'firstLossTolerance'
    | 'lossTolerance'
    | 'gradientTolerance'
    | 'directionTolerance'
    | 'updates'
    | 'updateTolerances'
    | 'averages'
  >;

const lossesError = (losses: readonly number[], reference: readonly number[]): number =>
  largest(reference.map((loss, step) => Math.abs((losses[step] ?? Number.NaN) / loss - 1)));

function gradientsError(
  norms: readonly number[],
  { gradients, leastGradient }: Omit<GradientReference, 'directions'>,
): number {
  const least = leastGradient * norm(gradients);
  return largest(
    gradients.map((expected, i) => Math.abs((norms[i] ?? Number.NaN) - expected) / Math.max(expected, least)),
  );
}

/** The error of each signed sum is a share of the norm: about that of a part of the gradient which is wrong. */
function directionsError(
  sums: readonly (readonly number[])[],
  { gradients, directions, leastGradient }: GradientReference,
): number {
  const least = leastGradient * norm(gradients);
  const errors = directions.flatMap((expected, i) =>
    expected.map(
      (sum, k) => Math.abs((sums[i]?.[k] ?? Number.NaN) - sum) / Math.max(gradients[i] ?? Number.NaN, least),
    ),
  );
  return largest(errors);
}

const updatesError = (norms: readonly number[], reference: readonly (number | null)[]): number =>
  largest(
    reference.map((expected, i) =>
      expected === null ? 0 : Math.abs((norms[i] ?? Number.NaN) / expected - 1),
    ),
  );

/** @throws Error if a loss is not finite: such a run computed nothing. */
export function requireFinite(losses: readonly number[], stepsBefore = 0): void {
  const broken = losses.findIndex((loss) => !Number.isFinite(loss));
  if (broken >= 0) {
    throw new Error(`the loss is ${losses[broken]} after ${stepsBefore + broken} optimizer steps`);
  }
}

/**
 * Compares the first steps before the loop.
 * @throws Error if a loss is not finite
 */
export function firstStepComparisons(steps: FirstSteps, reference: TrainingReference): Comparison[] {
  requireFinite(steps.losses);
  const { losses, updates, updateTolerances, gradientTolerance, directionTolerance } = reference;
  const compare = (of: Comparison['of'], error: number, tolerance: number) => ({ of, error, tolerance });
  return [
    compare('first loss', lossesError(steps.losses, losses.slice(0, 1)), reference.firstLossTolerance),
    compare('losses', lossesError(steps.losses, losses), reference.lossTolerance),
    compare('gradients', gradientsError(steps.gradients, reference), gradientTolerance),
    ...(directionTolerance === null
      ? []
      : [compare('gradient directions', directionsError(steps.directions, reference), directionTolerance)]),
    compare('first updates', updatesError(steps.updates[0] ?? [], updates[0]!), updateTolerances[0]),
    compare('second updates', updatesError(steps.updates[1] ?? [], updates[1]!), updateTolerances[1]),
    ...(reference.averages.length === 0
      ? []
      : [
          compare(
            'running averages',
            averagesError(steps.averages ?? [], reference.averages),
            gradientTolerance,
          ),
        ]),
  ];
}

/** Compares the first step once more, after the loop. */
export function repeatedComparisons(steps: FirstSteps, reference: TrainingReference): Comparison[] {
  const named = {
    'first loss': true,
    gradients: true,
    'gradient directions': true,
    'first updates': true,
    'running averages': true,
  } as const;
  return firstStepComparisons(steps, reference).flatMap(({ of, ...compared }) =>
    of in named ? [{ of: `${of as keyof typeof named} after the loop` as const, ...compared }] : [],
  );
}

/** Compares a step from the start values of the reference with all else as the loop left it. */
export function reloadedComparisons(
  { loss, gradients }: { loss: number; gradients: Gradients },
  reference: TrainingReference,
): Comparison[] {
  const steps = { losses: [loss], gradients: gradients.norms, directions: gradients.sums, updates: [] };
  const made: Comparison['of'][] = [
    'first loss after the loop',
    'gradients after the loop',
    'gradient directions after the loop',
  ];
  return repeatedComparisons(steps, reference).filter(({ of }) => made.includes(of));
}

/** Compares two steps on equal samples in the timed function and in the one that the reference has proven. */
export function equalSamplesComparison(
  found: FirstSteps,
  proven: FirstSteps,
  reference: TrainingReference,
): Comparison {
  const as = {
    ...reference,
    losses: proven.losses,
    gradients: proven.gradients,
    directions: proven.directions,
    averages: (proven.averages ?? []).map(norm),
    updates: proven.updates.map((norms, step) =>
      norms.map((expected, i) => (reference.updates[step]?.[i] == null || expected === 0 ? null : expected)),
    ),
  };
  const shares = firstStepComparisons(found, as).map(({ error, tolerance }) => error / tolerance);
  return { of: 'equal samples', error: bounded(0.1 * largest(shares)), tolerance: 0.1 };
}
