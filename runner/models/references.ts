/**
 * @file Reference results: what every engine must find, whatever it measures afterwards.
 *
 * Weights and batch come from CHECK_SEED; the batch is samples 0 to `batch - 1`. `losses` are taken before each of the
 * first optimiser steps, with dropout off and batch normalisation by the batch; `gradients` are the norms of each
 * array's gradient in the first of them. `outputs` are the net's outputs before
 * training, with batch normalisation by its start averages: logits, one row a sample for the first samples of the batch
 * (for a layer that gives a sequence, position 0 of each). `references.py` computes both in float64, sharing no code
 * with the runner, and how far plain float32 is from them.
 */
import type { WorkloadId } from '../../data/contract/words.ts';
import file from './references.json' with { type: 'json' };

export const CHECK_SEED = 42;

/** Optimiser steps whose losses are recorded. */
export const CHECK_STEPS = 5;

export interface Reference {
  /** Samples of the checked batch: the same for every recipe and batch size, so that results can be compared. */
  batch: number;
  /** Tokens of each of its sequences; null where samples are no sequences. */
  sequenceLength: number | null;
  /** Empty where nothing is trained. */
  losses: readonly number[];
  /** Bound on the relative error of each loss. */
  lossTolerance: number;
  /** In the order of `modelWeights`; empty as `losses`. */
  gradients: readonly number[];
  /** Bound on the relative error of each norm. */
  gradientTolerance: number;
  outputs: readonly (readonly number[])[];
  /** Bound on the largest |output - reference| divided by the largest |reference| of its row. */
  outputTolerance: number;
}

/** An entry of the file that the script writes. */
interface Computed extends Omit<Reference, 'lossTolerance' | 'gradientTolerance' | 'outputTolerance'> {
  /** Largest difference of plain float32 from these values, as the tolerances count it. */
  float32LossError: number;
  float32GradientError: number;
  float32OutputError: number;
}

const computed: Partial<Record<WorkloadId, Computed>> = file;

/** Other kernels, in another order of summation, may differ this many times as much as those of the script. */
const MARGIN = 10;

/**
 * Where a relu or a maximum stands on its edge, float32 may fall to the other side, and the first steps of an adaptive
 * optimiser, all of one size, make that large: mnist-cnn moves by 2e-7 with one set of kernels and by 5e-3 with another.
 * So every net is allowed 5e-3.
 */
const LEAST = { losses: 5e-3, gradients: 1e-3, outputs: 1e-4 };

/**
 * A learning rate that is wrong by a tenth moves the losses of the small nets by more than 5e-2; operands rounded to
 * TensorFloat-32 move outputs by 4e-4 (resnet18) to 1.4e-3 (mnist-cnn).
 */
const MOST = { losses: 5e-2, gradients: 5e-2, outputs: 3e-4 };

const tolerance = (kind: keyof typeof LEAST, float32Error: number): number =>
  Math.min(Math.max(MARGIN * float32Error, LEAST[kind]), MOST[kind]);

/** The reference of a workload, or null where none is kept. */
export function findReference(id: WorkloadId): Reference | null {
  const found = computed[id];
  if (!found) return null;
  const { float32LossError, float32GradientError, float32OutputError, ...reference } = found;
  return {
    ...reference,
    lossTolerance: tolerance('losses', float32LossError),
    gradientTolerance: tolerance('gradients', float32GradientError),
    outputTolerance: tolerance('outputs', float32OutputError),
  };
}
