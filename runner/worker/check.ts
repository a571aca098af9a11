/**
 * @file Compares computed results with the reference. Pure. `trainmark/check/check.py` follows the same rules.
 *
 * What is timed is what is checked: the very function, at the batch and length of the cell, before and after the timed
 * loop. A comparison is {of, error, tolerance}; a check passes if no error is above its tolerance, and reports as
 * `maxRelativeError` and `tolerance` the comparison with the highest ratio of both. NaN counts as `MAX_ERROR`.
 *
 * Training, before the loop (`restart` = start values, optimizer and running averages of `CHECK_SEED`):
 *   1. The batch of the cell holds copies of the reference's samples 0 to r - 1 in an irregular order: place p holds
 *      sample shuffled(CHECK_SEED, 0, batch)[p] mod r (fill.ts). That keeps mean loss and gradients, batch norm
 *      included, while a part of the batch has others.
 *   2. restart; CHECK_STEPS steps without dropout: `first loss`, `losses` (each relative to the reference's); `gradients`
 *      of the first step (norm of each array, relative to max(reference, leastGradient * norm of all));
 *      `first updates` and `second updates`: after steps 1 and 2, the norm of each array's difference from its start
 *      values, in float64, relative to reference.updates[0] and [1]; null there is not compared. With batch normalization,
 *      `running averages`: after the first step, the norm of each, relative to the reference's, with the tolerance of the
 *      gradients.
 *   3. Where the reference has `dropout`: restart; one step with dropout, as timed. `loss with dropout`: the error is
 *      |loss - dropout.loss| / (dropout.deviation / sqrt(batch / r)) / 10, with the tolerance 0.5: five deviations;
 *      1 if the loss is that without dropout, within 1e-6. `gradients with dropout`: the norm of each array's gradient in
 *      that step, |ln(norm / reference)| / ln(30), with the tolerance 1; gradients below `leastGradient` are not compared.
 *      `masks of dropout`: the start values are loaded again, without a restart, and the loss of a second such step (and,
 *      if it is equal, of a third) must be another.
 *   4. A batch that cannot hold whole copies: the reference is compared in a function of its own batch (`measured` is
 *      false), then both functions take two steps on copies of the first gcd(batch, r) samples, with equal losses,
 *      gradients and updates: `equal samples`, the largest of these errors as shares of their tolerances, times 0.1, with the
 *      tolerance 0.1. At another sequence length than the reference's, only the first part is possible.
 * Training, after the loop, from the state that the loop left, on set 0 of the timed batches:
 *   5. `steps counted`: |steps that the optimizer counted since `restart` - steps that were run|, tolerance 0.
 *   6. The last loss of the loop must be finite. `last loss`: the loss that a further step (without dropout) reports, and
 *      that of a pass which changes no weight, of the same weights and batch: |a - b| / max(|b|, 0.1), with the tolerance
 *      of the first loss. Omitted where an engine has no such pass.
 *   7. `movement`: that step, a second one as timed (with dropout), and up to 30 more that fit into a second and a half, of which the
 *      first array alone is read, must move the weights as the optimizer's state says (movement.ts).
 *   8. The start values of `CHECK_SEED` are loaded, with the optimizer and its count as they are; one step as in 2:
 *      `first loss after the loop`, `gradients after the loop` and `movement`. A fault that begins some steps after a
 *      restart is found so. `running averages after the loop`: in that step they must move as in the first step before the
 *      loop, from where the loop left them. Where the batch holds no whole copies, the equal samples of 4 are compared with what the
 *      function of the reference's batch found.
 *   9. restart; one step as in 2: `first loss after the loop`, `gradients after the loop`, `first updates after the loop`.
 * Inference: CHECK_SEED, running averages of `averageValues` (generator.ts), the batch filled as above with the samples of
 * `outputs`. Every row is compared: `outputs` before the loop; `outputs of altered inputs` after it, on set 0, whose inputs
 * are overwritten by those samples in place where the framework's arrays can be changed. Copies along the sequence keep
 * the output of a net without positions: at k times the reference's length each sequence is repeated k times.
 * Products and attention: all sets but the last before the loop (`outputs`); after it the last set is overwritten in place
 * by the operands of the next set number (the number of sets), `outputs of altered inputs`.
 * Copies: every row of the first set before the loop; after it the destination as the loop left it (`outputs after the loop`),
 * and the last set, overwritten likewise. A copy rounds nothing, so the tolerance is 0.
 */
import type { Check, Comparison } from '../../data/contract/outcome.ts';
import type { Reference } from '../models/references.ts';
import { rowError } from '../workloads/output.ts';

/** Largest error that the contract allows. */
const MAX_ERROR = 1e30;

const bounded = (error: number): number => (Number.isFinite(error) ? Math.min(error, MAX_ERROR) : MAX_ERROR);

const largest = (errors: readonly number[]): number =>
  errors.reduce((worst, error) => Math.max(worst, bounded(error)), 0);

/** Losses of the first steps; the norm of each array's gradient and how far each array is from its start. */
export interface FirstSteps {
  losses: readonly number[];
  /** In the first step. */
  gradients: readonly number[];
  /** After the first and, where it was taken, the second step. */
  updates: readonly (readonly number[])[];
  /** Running averages after the first step: mean and variance of each batch normalization; omitted if there are none. */
  averages?: readonly ArrayLike<number>[];
}

/** The part of a reference that training is compared with. */
export type TrainingReference = Pick<
  Reference,
  | 'losses'
  | 'firstLossTolerance'
  | 'lossTolerance'
  | 'gradients'
  | 'gradientTolerance'
  | 'leastGradient'
  | 'updates'
  | 'updateTolerances'
  | 'averages'
>;

const lossesError = (losses: readonly number[], reference: readonly number[]): number =>
  largest(reference.map((loss, step) => Math.abs((losses[step] ?? Number.NaN) / loss - 1)));

function gradientsError(
  norms: readonly number[],
  { gradients, leastGradient }: Pick<Reference, 'gradients' | 'leastGradient'>,
): number {
  const least = leastGradient * Math.hypot(...gradients);
  return largest(
    gradients.map((norm, i) => Math.abs((norms[i] ?? Number.NaN) - norm) / Math.max(norm, least)),
  );
}

const updatesError = (norms: readonly number[], reference: readonly (number | null)[]): number =>
  largest(reference.map((norm, i) => (norm === null ? 0 : Math.abs((norms[i] ?? Number.NaN) / norm - 1))));

const norm = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));

/** A mean that is a smaller share of all averages is compared with that share: some are rounding alone. */
const LEAST_AVERAGE = 1e-3;

function averagesError(averages: readonly ArrayLike<number>[], reference: readonly number[]): number {
  const least = LEAST_AVERAGE * norm(reference);
  return largest(
    reference.map(
      (expected, i) => Math.abs(norm(averages[i] ?? [Number.NaN]) - expected) / Math.max(expected, least),
    ),
  );
}

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
  const { losses, updates, updateTolerances } = reference;
  const compare = (of: Comparison['of'], error: number, tolerance: number) => ({ of, error, tolerance });
  return [
    compare('first loss', lossesError(steps.losses, losses.slice(0, 1)), reference.firstLossTolerance),
    compare('losses', lossesError(steps.losses, losses), reference.lossTolerance),
    compare('gradients', gradientsError(steps.gradients, reference), reference.gradientTolerance),
    compare('first updates', updatesError(steps.updates[0] ?? [], updates[0]!), updateTolerances[0]),
    compare('second updates', updatesError(steps.updates[1] ?? [], updates[1]!), updateTolerances[1]),
    ...(reference.averages.length === 0
      ? []
      : [
          compare(
            'running averages',
            averagesError(steps.averages ?? [], reference.averages),
            reference.gradientTolerance,
          ),
        ]),
  ];
}

/** Compares the first step once more, after the loop. */
export function repeatedComparisons(steps: FirstSteps, reference: TrainingReference): Comparison[] {
  const named = {
    'first loss': true,
    gradients: true,
    'first updates': true,
    'running averages': true,
  } as const;
  return firstStepComparisons(steps, reference).flatMap(({ of, ...compared }) =>
    of in named ? [{ of: `${of as keyof typeof named} after the loop` as const, ...compared }] : [],
  );
}

/** Compares a step from the start values of the reference with all else as the loop left it. */
export function reloadedComparisons(
  { loss, gradients }: { loss: number; gradients: readonly number[] },
  reference: TrainingReference,
): Comparison[] {
  const steps = { losses: [loss], gradients, updates: [] };
  const made: Comparison['of'][] = ['first loss after the loop', 'gradients after the loop'];
  return repeatedComparisons(steps, reference).filter(({ of }) => made.includes(of));
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

/** Most that dropout may change the norm of an array's gradient, as a factor; vgg16-cifar100 was seen at 6. */
const MOST_CHANGE = 30;

/** Whether every array has a gradient with dropout: a rough comparison with those without it. */
export function droppedGradientsComparison(
  norms: readonly number[],
  { gradients, leastGradient }: Pick<Reference, 'gradients' | 'leastGradient'>,
): Comparison {
  const least = leastGradient * Math.hypot(...gradients);
  const errors = gradients.map((expected, i) =>
    expected < least ? 0 : Math.abs(Math.log((norms[i] ?? 0) / expected)) / Math.log(MOST_CHANGE),
  );
  return { of: 'gradients with dropout', error: largest(errors), tolerance: 1 };
}

/** Steps with dropout from equal weights must have other masks, so other losses. */
export const masksComparison = (losses: readonly number[]): Comparison => ({
  of: 'masks of dropout',
  error: losses.every((loss) => loss === losses[0]) ? 1 : 0,
  tolerance: 0,
});

/** Deviations by which a loss with random masks may differ from the mean. */
const MOST_DEVIATIONS = 5;

/** Compares the loss of a step with dropout; `copies` of the reference's samples fill the batch; `lossWithout` is that of the same samples without it. */
export function dropoutComparison(
  loss: number,
  { loss: mean, deviation }: NonNullable<Reference['dropout']>,
  copies: number,
  lossWithout: number,
): Comparison {
  const deviations = Math.abs(loss - mean) / (deviation / Math.sqrt(copies));
  const error = Math.abs(loss / lossWithout - 1) < 1e-6 ? 1 : bounded(deviations / 10);
  return { of: 'loss with dropout', error, tolerance: MOST_DEVIATIONS / 10 };
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
    averages: (proven.averages ?? []).map(norm),
    updates: proven.updates.map((norms, step) =>
      norms.map((norm, i) => (reference.updates[step]?.[i] == null || norm === 0 ? null : norm)),
    ),
  };
  const shares = firstStepComparisons(found, as).map(({ error, tolerance }) => error / tolerance);
  return { of: 'equal samples', error: bounded(0.1 * largest(shares)), tolerance: 0.1 };
}

/** Compares the steps that an optimizer counted with those that were run. */
export const stepsComparison = (counted: number, run: number): Comparison => ({
  of: 'steps counted',
  error: bounded(Math.abs(counted - run)),
  tolerance: 0,
});

/** Losses near 0 are compared with this. */
const LEAST_LOSS = 0.1;

/** Compares the loss that a step reported with that of a pass over the same weights and batch. */
export const lastLossComparison = (reported: number, computed: number, tolerance: number): Comparison => ({
  of: 'last loss',
  error: bounded(Math.abs(reported - computed) / Math.max(Math.abs(computed), LEAST_LOSS)),
  tolerance,
});

const ratio = ({ error, tolerance }: Comparison): number =>
  error <= tolerance ? (tolerance === 0 ? 0 : error / tolerance) : error / Math.max(tolerance, 1e-9);

/** The comparison that is closest to its bound, or farthest above it. */
export const worstOf = (comparisons: readonly Comparison[]): Comparison =>
  comparisons.reduce((a, b) => (ratio(b) > ratio(a) ? b : a));

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
