/** @file Checks training on any engine in TypeScript before the timed loop, by the rules of check/rules.md. */
import type { Check, Comparison } from '../../data/contract/proof.ts';
import { weightValues } from '../models/generator.ts';
import type { Model } from '../models/layers.ts';
import { CHECK_SEED, CHECK_STEPS, type Reference } from '../models/references.ts';
import { modelWeights } from '../models/shapes.ts';
import { trainingCheck } from './check/check.ts';
import {
  dropoutComparison,
  droppedGradientsComparison,
  masksComparison,
  sharesComparison,
} from './check/dropout.ts';
import { type Dropped, droppedComparisons, partsComparison } from './check/dropped.ts';
import {
  equalSamplesComparison,
  type FirstSteps,
  firstStepComparisons,
  type Gradients,
} from './check/first-steps.ts';
import type { GradientSample } from './check/gradient.ts';
import type { OptimizerSample } from './check/movement.ts';
import type { Part } from './check/sampled-parts.ts';
import type { Progress } from './emit.ts';
import { type FilledBatch, filledBatch } from './fill.ts';

/** One optimizer step as a check sees it. */
export interface CheckedStep {
  loss: number;
  /** Of each array; null unless they were asked for. */
  gradients: readonly GradientSample[] | null;
}

export interface StepOptions {
  dropout: boolean;
  gradients?: boolean;
}

/** What the dropouts of a step did. */
export interface LookedInto {
  /** In the order of the layers, a residual's body before its shortcut; fewer if one was not there. */
  dropouts: readonly Dropped[];
  /** Where the step ran in parts for that: what it computed, and what the whole step computes. */
  parts: { whole: CheckedStep; inParts: CheckedStep } | null;
}

/** A net in training in one function of fixed batch and length. `Placed` is a batch on the device. */
export interface Trained<Placed = unknown> {
  /** At the length of the function. */
  readonly model: Model;
  readonly batchSize: number;
  /** Sets the start values of a seed; resets the optimizer, its count and the running averages. */
  restart(seed: number): void;
  /** Sets the start values of a seed alone. */
  load(seed: number): void;
  place(batch: FilledBatch): Placed;
  release(batch: Placed): void;
  /** One optimizer step, by the function that is timed. The loss is that before the step. */
  step(batch: Placed, options: StepOptions): Promise<CheckedStep>;
  /** The loss without dropout of a pass that changes no weight. */
  loss(batch: Placed): Promise<number>;
  /**
   * What every dropout does in a step that changes no weight, by the functions that are timed. It may count as a step and
   * change what the optimizer keeps; running averages may move.
   */
  dropouts(batch: Placed): Promise<LookedInto>;
  /** A trained array, row-major. */
  read(array: number): Promise<ArrayLike<number>>;
  /** Running averages: mean and variance of each batch normalization, in the order of the layers. */
  averages(): Promise<readonly ArrayLike<number>[]>;
  /** Part of a trained array and of what the optimizer keeps of it. */
  sample(array: number, part: Part): Promise<OptimizerSample>;
  /** Steps that the optimizer counted since the restart. */
  stepsCounted(): number;
}

/** How far each array is from its start values, as a norm in float64. */
async function updateNorms(trained: Trained): Promise<number[]> {
  const norms: number[] = [];
  for (const [number, weight] of modelWeights(trained.model).entries()) {
    const start = weightValues(weight, CHECK_SEED, number);
    const values = await trained.read(number);
    let squares = 0;
    for (let i = 0; i < start.length; i++) squares += (values[i]! - start[i]!) ** 2;
    norms.push(Math.sqrt(squares));
  }
  return norms;
}

/** Steps after which the updates are compared. */
const UPDATES = 2;

/** What comparisons use of gradients. */
export const summed = (gradients: readonly GradientSample[]): Gradients => ({
  norms: gradients.map(({ norm }) => norm),
  sums: gradients.map(({ sums }) => sums),
});

/** The first steps, with the gradients of the first as they were sampled. */
export interface TakenSteps extends Required<FirstSteps> {
  sampled: readonly GradientSample[];
}

export async function firstSteps<Placed>(
  trained: Trained<Placed>,
  filled: FilledBatch,
  steps: number,
  progress: Progress,
): Promise<TakenSteps> {
  trained.restart(CHECK_SEED);
  const batch = trained.place(filled);
  const [losses, updates]: [number[], number[][]] = [[], []];
  let sampled: readonly GradientSample[] = [];
  let averages: readonly ArrayLike<number>[] = [];
  for (let step = 0; step < steps; step++) {
    await progress(step / steps);
    const taken = await trained.step(batch, { dropout: false, gradients: step === 0 });
    losses.push(taken.loss);
    sampled = taken.gradients ?? sampled;
    if (step === 0) averages = await trained.averages();
    if (step < UPDATES) updates.push(await updateNorms(trained));
  }
  trained.release(batch);
  const { norms: gradients, sums: directions } = summed(sampled);
  return { losses, gradients, directions, updates, averages, sampled };
}

/** Steps with dropout from equal weights: so many at most until a loss is another one, so many at most in this time. */
const MOST_EQUAL = 3;
const MOST_DRAWS = 8;
const DRAWING_MS = 500;

/** Steps with dropout, each from the start values: their losses, and the gradients of the first. */
async function droppedSteps<Placed>(trained: Trained<Placed>, filled: FilledBatch) {
  trained.restart(CHECK_SEED);
  const batch = trained.place(filled);
  const { loss, gradients } = await trained.step(batch, { dropout: true, gradients: true });
  const losses = [loss];
  const endMs = performance.now() + DRAWING_MS;
  const another = () =>
    losses.at(-1) === loss
      ? losses.length < MOST_EQUAL
      : losses.length < MOST_DRAWS && performance.now() < endMs;
  while (another()) {
    trained.load(CHECK_SEED);
    losses.push((await trained.step(batch, { dropout: true })).loss);
  }
  trained.release(batch);
  return { losses, sampled: gradients ?? [] };
}

const computed = ({ loss, gradients }: CheckedStep) => ({ loss, norms: summed(gradients ?? []).norms });

/** What every dropout does in the measured function: in two steps from the start values. */
async function dropouts<Placed>(measured: Trained<Placed>, samples: number): Promise<Comparison[]> {
  measured.restart(CHECK_SEED);
  const batch = measured.place(filledBatch(measured.model, measured.batchSize, samples));
  const [first, second] = [await measured.dropouts(batch), await measured.dropouts(batch)];
  measured.release(batch);
  const { parts } = first;
  return [
    ...droppedComparisons(measured.model, [first.dropouts, second.dropouts]),
    ...(parts === null ? [] : [partsComparison(computed(parts.whole), computed(parts.inParts))]),
  ];
}

export const fits = ({ model, batchSize }: Trained, { batch, sequenceLength }: Reference): boolean =>
  batchSize % batch === 0 && hasLength(model, sequenceLength);

const hasLength = ({ inputShape }: Model, length: number | null): boolean =>
  length === null || inputShape[0] === length;

async function compared(
  trained: Trained,
  reference: Reference,
  progress: Progress,
): Promise<{ steps: TakenSteps; comparisons: Comparison[] }> {
  const { batch, dropout } = reference;
  const filled = filledBatch(trained.model, trained.batchSize, batch);
  const steps = await firstSteps(trained, filled, CHECK_STEPS, progress);
  const comparisons = firstStepComparisons(steps, reference);
  if (dropout) {
    const { losses, sampled } = await droppedSteps(trained, filled);
    const copies = trained.batchSize / batch;
    comparisons.push(
      dropoutComparison(losses, dropout, copies, steps.losses[0]!),
      droppedGradientsComparison(summed(sampled).norms, reference),
      sharesComparison(sampled, steps.sampled, { ...reference, dropout }, copies),
      masksComparison(losses),
    );
  }
  return { steps, comparisons };
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** What the first step of the measured function must find in a batch of copies of some samples. */
export interface Proven {
  reference: Reference;
  /** 0 where the reference has no samples of the measured length, so that only its tolerances hold. */
  samples: number;
  /** Its running averages after it. */
  averages: readonly ArrayLike<number>[];
}

/** Takes two steps on equal samples in both functions. */
async function equalSamples(
  measured: Trained,
  own: Trained,
  reference: Reference,
  progress: Progress,
): Promise<{ comparison: Comparison; proven: Proven }> {
  const samples = divisor(measured.batchSize, own.batchSize);
  const stepOf = (trained: Trained) =>
    firstSteps(trained, filledBatch(trained.model, trained.batchSize, samples), UPDATES, progress);
  const found = await stepOf(measured);
  const expected = await stepOf(own);
  const { losses, gradients, directions } = expected;
  return {
    comparison: equalSamplesComparison(found, expected, reference),
    proven: { reference: { ...reference, losses, gradients, directions }, samples, averages: found.averages },
  };
}

/** A check before the loop. */
export interface CheckedTraining {
  check: Check;
  /** Null without a reference. */
  proven: Proven | null;
}

/** A function of another batch, built for a check alone. */
export interface OwnTrained extends Trained {
  dispose(): void;
}

/** Samples of a check without a reference. */
const CHECK_BATCH = 16;

/**
 * Checks the first steps. The caller restarts the measured function.
 * @param buildOwn Builds a function of the reference's batch and length, for a batch that holds no whole copies.
 */
export async function checkTraining(
  measured: Trained,
  buildOwn: (batchSize: number, length: number | null) => Promise<OwnTrained>,
  reference: Reference | null,
  progress: Progress,
): Promise<CheckedTraining> {
  if (!reference) {
    const filled = filledBatch(measured.model, measured.batchSize, CHECK_BATCH);
    const { losses } = await firstSteps(measured, filled, CHECK_STEPS, progress);
    return { check: trainingCheck(losses, [], true), proven: null };
  }
  if (fits(measured, reference)) {
    const { steps, comparisons } = await compared(measured, reference, progress);
    if (reference.dropout) comparisons.push(...(await dropouts(measured, reference.batch)));
    const check = trainingCheck(steps.losses, comparisons, true);
    return { check, proven: { reference, samples: reference.batch, averages: steps.averages } };
  }
  const own = await buildOwn(reference.batch, reference.sequenceLength);
  try {
    const { steps, comparisons } = await compared(own, reference, progress);
    const { losses } = steps;
    if (reference.dropout) comparisons.push(...(await dropouts(measured, reference.batch)));
    if (!hasLength(measured.model, reference.sequenceLength)) {
      const proven = { reference, samples: 0, averages: [] };
      return { check: trainingCheck(losses, comparisons, false), proven };
    }
    const { comparison, proven } = await equalSamples(measured, own, reference, progress);
    return { check: trainingCheck(losses, [...comparisons, comparison], false), proven };
  } finally {
    own.dispose();
  }
}
