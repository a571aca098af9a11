/**
 * @file Reference results: what every engine must find, whatever it measures afterwards.
 *
 * Weights and batch come from CHECK_SEED; the batch is samples 0 to `batch - 1`. `losses` are taken before each of the
 * first optimiser steps, with dropout off and batch normalisation by the batch; `gradients` are the norms of each
 * array's gradient in the first of them, `updates` how far each array is from its start after the first and the second.
 * `dropout` is what random masks make of the first loss. `outputs` are the net's outputs before training, with batch
 * normalisation by the averages of `averageValues`: logits, one row a sample for the first samples of the batch
 * (for a layer that gives a sequence, position 0 of each). `references/main.py` computes them in float64, with nets of
 * its own, and how far float32 and half precision are from them.
 */
import type { FloatDType, WorkloadId } from '../../data/contract/words.ts';
import { references } from './references/index.generated.ts';

export const CHECK_SEED = 42;

/** Optimiser steps whose losses are recorded. */
export const CHECK_STEPS = 3;

/** Means and standard deviations over random masks. */
export interface DroppedReference {
  loss: number;
  deviation: number;
  /** How much of each array's gradient without dropout is in that with it: <with, without> / <without, without>. */
  shares: readonly number[];
  shareDeviations: readonly number[];
}

export interface Reference {
  /** Samples of the checked batch: the same for every recipe and batch size, so that results can be compared. */
  batch: number;
  /** Tokens of each of its sequences; null where samples are no sequences. */
  sequenceLength: number | null;
  /** Empty where nothing is trained. */
  losses: readonly number[];
  /** Bound on the relative error of the first loss, which comes before any step that could amplify a rounding. */
  firstLossTolerance: number;
  /** Bound on the relative error of each loss. */
  lossTolerance: number;
  /** In the order of `modelWeights`; empty as `losses`. */
  gradients: readonly number[];
  /** Bound on the relative error of each norm. */
  gradientTolerance: number;
  /** Of each array, the sums of that gradient's elements with each set of signs (`signedSum`); empty as `losses`. */
  directions: readonly (readonly number[])[];
  /** Bound on the error of each sum as a share of the array's norm; null where rounding alone may turn a gradient around. */
  directionTolerance: number | null;
  /** A gradient smaller than this share of all is compared with that share: some are rounding alone. */
  leastGradient: number;
  /**
   * Norm of each array's difference from its start after the first step, then after the second; null where the gradient
   * is so small that rounding alone decides. Empty as `losses`.
   */
  updates: readonly (readonly (number | null)[])[];
  /** Bounds on the relative errors of both. */
  updateTolerances: readonly [first: number, second: number];
  /**
   * Norms of the running averages after the first step: mean and variance of each batch normalization. Their relative error
   * has the bound of the gradients'.
   */
  averages: readonly number[];
  /** Means and standard deviations, over random masks, of a first step of this batch with dropout; null without dropout. */
  dropout: DroppedReference | null;
  outputs: readonly (readonly number[])[];
  /** Bound on the largest |output - reference| divided by the largest |reference| of its row. */
  outputTolerance: number;
}

/** Largest difference of arithmetic with fewer bits from the reference, as the tolerances count it. */
interface RoundingErrors {
  firstLossError: number;
  lossError: number;
  gradientError: number;
  directionError: number;
  /** After the first step and after the second. */
  updateErrors: readonly number[];
  outputError: number;
}

/** A file that the script writes. */
export interface Computed
  extends Pick<
    Reference,
    'batch' | 'sequenceLength' | 'losses' | 'gradients' | 'directions' | 'averages' | 'outputs' | 'dropout'
  > {
  updates: readonly (readonly number[])[];
  /** Trainable values of the script's own net. */
  parameters: number;
  /** As `RoundingErrors`, of plain float32. */
  float32LossError: number;
  float32GradientError: number;
  float32DirectionError: number;
  float32UpdateErrors: readonly number[];
  float32OutputError: number;
  tf32: RoundingErrors;
  bfloat16: RoundingErrors;
  float16: RoundingErrors;
}

const computed: Partial<Record<WorkloadId, Computed>> = references;

/** Largest differences that the script saw in a dtype. */
interface Errors {
  firstLoss: number;
  losses: number;
  gradients: number;
  directions: number;
  firstUpdates: number;
  secondUpdates: number;
  outputs: number;
}

interface Bound {
  /** Other kernels may differ this many times as much as those of the script. */
  margin: number;
  least: number;
  most: number;
}

/**
 * float32 differs by the order of summation alone, of which other kernels have another: a margin of ten.
 *
 * Losses: where a relu or a maximum stands on its edge, float32 may fall to the other side, and the first steps of an
 * adaptive optimiser, all of one size, make that large: mnist-cnn moves by 2e-7 with one set of kernels and by 5e-3 with
 * another. So every net is allowed 5e-3. Updates: a first step of such an optimiser is as long whatever the size of a
 * gradient, and float32 moves it by at most 3e-3; a learning rate that is 5 % off moves it by 5e-2, and mnist-cnn's with
 * epsilon outside the root by 1e-1. The second may differ by 1.6e-2 (vgg16-cifar100). Outputs: operands rounded to TensorFloat-32 move them by 4e-4 (resnet18) to 1.4e-3 (mnist-cnn).
 *
 * Directions: sums with random signs err by as much as the part of a gradient that is wrong, while its norm hides a part at
 * right angles. float32 moves them by at most 3e-2 (resnet18) and 6e-3 (mnist-cnn: a maximum on its edge); operands rounded
 * to TensorFloat-32 by 6e-3 (fashion-cnn) to 4e-1 (resnet18), to bfloat16 by 7e-2 to more than 1.
 *
 * TensorFloat-32 rounds the operands of products alone, in the worst of two ways: to the nearest, or towards zero, which
 * makes every product too small and moves outputs by 1.1e-3 (deit-small) to 1.2e-2 (vgg16-cifar100). Nothing but the order
 * of float32 sums differs between kernels, so half as much again is enough for outputs and first losses; what follows is
 * as chaotic as in half precision.
 *
 * Half precision differs mostly by rounding weights, inputs and results, which every engine has to do: a margin of
 * three, and at least a few roundings (2^-8 and 2^-11). Outputs, first loss and gradients are its strict part. A first
 * loss is a mean in which roundings cancel: real engines differ by at most 4e-3 in bfloat16, products of 8-bit floats
 * by 5e-3 to 3e-2. Norms get at least 5e-2 in bfloat16, because TensorFlow's BiasAddGrad also sums in it on a CPU: over
 * the 394 positions of deit-small it loses 2.6e-2, ten times as much as one rounding. Its `tf.einsum`, of which Keras
 * makes attention, sums float16 in float16 on a CPU: deit-small then moves by 4.7e-2, and fails as it should. What
 * follows an update is chaotic (resnet18, which normalises over four samples, moves by 0.2): its cap is what still
 * finds gross errors. A learning rate twice too large moves the losses of the small nets by 0.7 to 1.0, and a kernel
 * that is off by a factor of two its gradient by 0.5 or more. What lies below such roundings is found in float32 alone:
 * a relu that leaks a hundredth (vgg16-cifar100), a query of deit-small that is left out behind the first blocks.
 */
const bounds: Record<FloatDType, Record<keyof Errors, Bound>> = {
  float32: {
    firstLoss: { margin: 10, least: 1e-4, most: 3e-4 },
    losses: { margin: 10, least: 5e-3, most: 5e-2 },
    gradients: { margin: 10, least: 1e-3, most: 5e-2 },
    directions: { margin: 5, least: 2e-3, most: 0.2 },
    firstUpdates: { margin: 10, least: 2e-3, most: 2.5e-2 },
    secondUpdates: { margin: 10, least: 1e-2, most: 5e-2 },
    outputs: { margin: 10, least: 1e-4, most: 3e-4 },
  },
  tf32: {
    firstLoss: { margin: 1.5, least: 1e-3, most: 3e-3 },
    losses: { margin: 3, least: 3e-2, most: 0.3 },
    gradients: { margin: 3, least: 1e-2, most: 0.2 },
    directions: { margin: 3, least: 0.1, most: 1 },
    firstUpdates: { margin: 3, least: 1e-2, most: 0.1 },
    secondUpdates: { margin: 3, least: 3e-2, most: 0.4 },
    outputs: { margin: 1.5, least: 2e-3, most: 2e-2 },
  },
  bfloat16: {
    firstLoss: { margin: 3, least: 4e-3, most: 1.5e-2 },
    losses: { margin: 3, least: 5e-2, most: 0.4 },
    gradients: { margin: 3, least: 5e-2, most: 0.4 },
    directions: { margin: 3, least: 0.3, most: 1 },
    firstUpdates: { margin: 3, least: 3e-2, most: 0.2 },
    secondUpdates: { margin: 3, least: 5e-2, most: 0.4 },
    outputs: { margin: 3, least: 1.5e-2, most: 5e-2 },
  },
  float16: {
    firstLoss: { margin: 3, least: 1e-3, most: 5e-3 },
    losses: { margin: 3, least: 3e-2, most: 0.4 },
    gradients: { margin: 3, least: 1e-2, most: 0.2 },
    directions: { margin: 3, least: 0.1, most: 1 },
    firstUpdates: { margin: 3, least: 1e-2, most: 0.1 },
    secondUpdates: { margin: 3, least: 3e-2, most: 0.4 },
    outputs: { margin: 3, least: 2e-3, most: 1e-2 },
  },
};

/**
 * Queries and keys of deit-small have gradients of 1e-5 of all; bfloat16 gives them 9e-5, in PyTorch and in TensorFlow
 * alike. Half precision rounds more by its missing bits.
 */
const leastGradients: Record<FloatDType, number> = {
  float32: 1e-3,
  tf32: 2e-3,
  float16: 2e-3,
  bfloat16: 1e-2,
};

/** An array whose gradient is a smaller share of all is updated by rounding alone, as the biases of keys are. */
const leastUpdates: Record<FloatDType, number> = { ...leastGradients, float32: 1e-6 };

const tolerance = ({ margin, least, most }: Bound, error: number): number =>
  Math.min(Math.max(margin * error, least), most);

/** A margin above the largest bound leaves nothing that could be found. */
const directionTolerance = (bound: Bound, error: number): number | null =>
  bound.margin * error > bound.most ? null : tolerance(bound, error);

function errorsOf(found: Computed, dtype: FloatDType): Errors {
  if (dtype === 'float32') {
    const { float32LossError: losses, float32GradientError: gradients, float32OutputError: outputs } = found;
    const directions = found.float32DirectionError;
    const [firstUpdates, secondUpdates] = found.float32UpdateErrors as [number, number];
    // The first loss differs as outputs do.
    return { firstLoss: outputs, losses, gradients, directions, firstUpdates, secondUpdates, outputs };
  }
  const { firstLossError: firstLoss, lossError: losses, gradientError: gradients } = found[dtype];
  const { directionError: directions, outputError: outputs, updateErrors } = found[dtype];
  const [firstUpdates, secondUpdates] = updateErrors as [number, number];
  return { firstLoss, losses, gradients, directions, firstUpdates, secondUpdates, outputs };
}

/** A computed reference with the bounds of a dtype. */
export function referenceOf(found: Computed, dtype: FloatDType): Reference {
  const { batch, sequenceLength, losses, gradients, directions, averages, dropout, outputs } = found;
  const errors = errorsOf(found, dtype);
  const least = leastUpdates[dtype] * Math.hypot(...gradients);
  return {
    batch,
    sequenceLength,
    losses,
    gradients,
    outputs,
    firstLossTolerance: tolerance(bounds[dtype].firstLoss, errors.firstLoss),
    lossTolerance: tolerance(bounds[dtype].losses, errors.losses),
    gradientTolerance: tolerance(bounds[dtype].gradients, errors.gradients),
    directions,
    directionTolerance: directionTolerance(bounds[dtype].directions, errors.directions),
    leastGradient: leastGradients[dtype],
    updates: found.updates.map((norms) => norms.map((norm, i) => (gradients[i]! < least ? null : norm))),
    updateTolerances: [
      tolerance(bounds[dtype].firstUpdates, errors.firstUpdates),
      tolerance(bounds[dtype].secondUpdates, errors.secondUpdates),
    ],
    averages,
    dropout,
    outputTolerance: tolerance(bounds[dtype].outputs, errors.outputs),
  };
}

/** Finds the reference of a workload with the bounds of a dtype; null where none is kept. */
export type FindReference = (id: WorkloadId, dtype?: FloatDType) => Reference | null;

/** Finds it among all. */
export const findReference: FindReference = (id, dtype = 'float32') => {
  const found = computed[id];
  return found ? referenceOf(found, dtype) : null;
};

/** How many parameters the reference's own net of a workload has; null where none is kept. */
export const referenceParameters = (id: WorkloadId): number | null => computed[id]?.parameters ?? null;
