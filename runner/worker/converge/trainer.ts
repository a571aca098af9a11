/** @file What an engine implements to train a net to a target accuracy. */
import type { Observed } from '../../../data/contract/outcome.ts';
import type { Check } from '../../../data/contract/proof.ts';
import type { Recipe } from '../../../data/contract/words.ts';
import type { Dataset } from '../../datasets/samples.ts';
import type { Model } from '../../models/layers.ts';
import type { Progress } from '../emit.ts';

/** Trains a net on a data set epoch by epoch and evaluates it. */
export interface Trainer {
  /** Steps per epoch. */
  readonly trainSteps: number;
  /** Batches per evaluation. */
  readonly evaluateSteps: number;
  /** Runs one step on the first batch and waits for it: the end of the cold start. */
  firstStep(): Promise<void>;
  /** Checks the first steps, then sets the start values of the run. */
  check(progress: Progress): Promise<Check>;
  /**
   * Trains on every sample once in the order of the epoch and waits for the last step. Returns the mean loss.
   * @throws Error if the loss is not finite
   */
  trainEpoch(epoch: number, progress: Progress): Promise<number>;
  /** Accuracy on the evaluation set, 0 to 1. */
  evaluate(progress: Progress): Promise<number>;
  /** Facts about what was built, for the result; called after training. Omitted if there are none. */
  observed?(): Observed | Promise<Observed>;
  /** Frees everything on the device, the samples included. */
  dispose(): void;
}

/** What is trained. */
export interface Training {
  model: Model;
  dataset: Dataset;
  recipe: Recipe;
  batchSize: number;
  /** Of the start values, the order of the samples and dropout. */
  seed: number;
}

/** Copies the samples that stay on the device, which is not timed; the returned function builds the trainer. */
export type PrepareTraining = (training: Training) => Promise<() => Trainer | Promise<Trainer>>;

/** The mean loss of an epoch. @throws Error if it is not finite */
export function finiteLoss(loss: number, epoch: number): number {
  if (Number.isFinite(loss)) return loss;
  throw new Error(`the loss is ${loss} in epoch ${epoch + 1}: training diverged`);
}
