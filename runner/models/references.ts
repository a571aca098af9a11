/**
 * @file Reference results: what every engine must find, whatever it measures afterwards.
 *
 * Weights and batch come from CHECK_SEED; the batch is samples 0 to `batch - 1`. `losses` are taken before each of the
 * first optimiser steps, with dropout off and batch normalisation by the batch. `outputs` are the net's outputs before
 * training, with batch normalisation by its start averages: logits, one row a sample for the first samples of the batch
 * (for a layer that gives a sequence, position 0 of each). `references.py` computes both in float64, sharing no code
 * with the runner.
 */
import type { WorkloadId } from '../../data/contract/words.ts';
import { TRAJECTORY_TOLERANCE, trajectories } from './trajectories.ts';

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
  outputs: readonly (readonly number[])[];
  /** Bound on the largest |output - reference| divided by the largest |reference| of its row. */
  outputTolerance: number;
}

/** The reference of a workload, or null where none is kept. */
export function findReference(id: WorkloadId): Reference | null {
  const losses = trajectories[id];
  if (!losses) return null;
  return {
    batch: 16,
    sequenceLength: null,
    losses,
    lossTolerance: TRAJECTORY_TOLERANCE,
    outputs: [],
    outputTolerance: 1e-4,
  };
}
