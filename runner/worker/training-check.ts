/** @file Checks training on any engine in TypeScript before the timed loop, by the rules of check.ts. */
import type { Check, Comparison } from '../../data/contract/outcome.ts';
import { weightValues } from '../models/generator.ts';
import type { Model } from '../models/layers.ts';
import { CHECK_SEED, CHECK_STEPS, type Reference } from '../models/references.ts';
import { modelWeights } from '../models/shapes.ts';
import {
  dropoutComparison,
  droppedGradientsComparison,
  equalSamplesComparison,
  type FirstSteps,
  firstStepComparisons,
  masksComparison,
  trainingCheck,
} from './check.ts';
import type { Progress } from './emit.ts';
import { type FilledBatch, filledBatch } from './fill.ts';
import type { GradientSample, OptimizerSample } from './movement.ts';

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

/** Part of an array, in elements. */
export interface Part {
  first: number;
  count: number;
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

export async function firstSteps<Placed>(
  trained: Trained<Placed>,
  filled: FilledBatch,
  steps: number,
  progress: Progress,
): Promise<Required<FirstSteps>> {
  trained.restart(CHECK_SEED);
  const batch = trained.place(filled);
  const [losses, updates]: [number[], number[][]] = [[], []];
  let gradients: readonly number[] = [];
  let averages: readonly ArrayLike<number>[] = [];
  for (let step = 0; step < steps; step++) {
    await progress(step / steps);
    const taken = await trained.step(batch, { dropout: false, gradients: step === 0 });
    losses.push(taken.loss);
    gradients = taken.gradients?.map(({ norm }) => norm) ?? gradients;
    if (step === 0) averages = await trained.averages();
    if (step < UPDATES) updates.push(await updateNorms(trained));
  }
  trained.release(batch);
  return { losses, gradients, updates, averages };
}

/** Most steps with dropout from equal weights. */
const MOST_DRAWS = 3;

/** Steps with dropout, each from the start values: their losses until one is another, and the gradients of the first. */
async function droppedSteps<Placed>(trained: Trained<Placed>, filled: FilledBatch) {
  trained.restart(CHECK_SEED);
  const batch = trained.place(filled);
  const { loss, gradients } = await trained.step(batch, { dropout: true, gradients: true });
  const losses = [loss];
  while (losses.length < MOST_DRAWS && losses.at(-1) === loss) {
    trained.load(CHECK_SEED);
    losses.push((await trained.step(batch, { dropout: true })).loss);
  }
  trained.release(batch);
  return { losses, gradients: gradients?.map(({ norm }) => norm) ?? [] };
}

export const fits = ({ model, batchSize }: Trained, { batch, sequenceLength }: Reference): boolean =>
  batchSize % batch === 0 && hasLength(model, sequenceLength);

const hasLength = ({ inputShape }: Model, length: number | null): boolean =>
  length === null || inputShape[0] === length;

async function compared(
  trained: Trained,
  reference: Reference,
  progress: Progress,
): Promise<{ steps: Required<FirstSteps>; comparisons: Comparison[] }> {
  const { batch, dropout } = reference;
  const filled = filledBatch(trained.model, trained.batchSize, batch);
  const steps = await firstSteps(trained, filled, CHECK_STEPS, progress);
  const comparisons = firstStepComparisons(steps, reference);
  if (dropout) {
    const { losses, gradients } = await droppedSteps(trained, filled);
    comparisons.push(
      dropoutComparison(losses[0]!, dropout, trained.batchSize / batch, steps.losses[0]!),
      droppedGradientsComparison(gradients, reference),
      masksComparison(losses),
    );
  }
  return { steps, comparisons };
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** What the first step of the measured function must find in a batch of copies of some samples. */
export interface Proven {
  reference: Reference;
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
  const { losses, gradients } = expected;
  return {
    comparison: equalSamplesComparison(found, expected, reference),
    proven: { reference: { ...reference, losses, gradients }, samples, averages: found.averages },
  };
}

/** A check before the loop. */
export interface CheckedTraining {
  check: Check;
  /** Null where nothing is known of what the measured function must find. */
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
    const check = trainingCheck(steps.losses, comparisons, true);
    return { check, proven: { reference, samples: reference.batch, averages: steps.averages } };
  }
  const own = await buildOwn(reference.batch, reference.sequenceLength);
  try {
    const { steps, comparisons } = await compared(own, reference, progress);
    const { losses } = steps;
    if (!hasLength(measured.model, reference.sequenceLength)) {
      return { check: trainingCheck(losses, comparisons, false), proven: null };
    }
    const { comparison, proven } = await equalSamples(measured, own, reference, progress);
    return { check: trainingCheck(losses, [...comparisons, comparison], false), proven };
  } finally {
    own.dispose();
  }
}
