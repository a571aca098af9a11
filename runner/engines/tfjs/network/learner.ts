/** @file A model in training, in either recipe: its net, optimizer and dropout. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Check } from '../../../../data/contract/outcome.ts';
import type { Recipe } from '../../../../data/contract/words.ts';
import type { Model } from '../../../models/layers.ts';
import { CHECK_SEED } from '../../../models/references.ts';
import type { Progress } from '../../../worker/emit.ts';
import type { DeviceBatch } from './batches.ts';
import { createResidentDropout, tutorialDropout } from './dropout.ts';
import { createNetwork, type Network } from './network.ts';
import { leanUpdater, tutorialUpdater } from './optimizer.ts';
import { trainStep } from './train-step.ts';
import { checkTraining } from './trajectory.ts';

export interface Learner {
  network: Network;
  /** The variable that a step updates last: when the device has written it, the step is done. */
  last: tf.Variable;
  /** Takes one optimizer step. Returns the loss before it, which the caller disposes. The caller keeps the batch. */
  step(batch: DeviceBatch): tf.Scalar;
  /** Checks the first steps, then restores the start values. */
  check(progress: Progress): Promise<Check>;
  dispose(): void;
}

/** @param seed Seed of the start values and of dropout. */
export function createLearner(model: Model, recipe: Recipe, seed: number): Learner {
  const network = createNetwork(model, seed);
  const createUpdater = recipe === 'naive' ? tutorialUpdater : leanUpdater;
  let updater = createUpdater(network.variables, model.optimizer);
  const residentDropout = createResidentDropout(seed);
  const dropout = recipe === 'naive' ? tutorialDropout : residentDropout.rule;
  const restart = (from: number) => {
    updater.dispose();
    network.restart(from);
    updater = createUpdater(network.variables, model.optimizer);
  };
  return {
    network,
    last: network.variables.at(-1)!,
    step: (batch) => trainStep(network, updater, batch, dropout),
    check: async (progress) => {
      restart(CHECK_SEED);
      const check = await checkTraining(model, network, updater, progress);
      restart(seed);
      return check;
    },
    dispose: () => {
      updater.dispose();
      network.dispose();
      residentDropout.dispose();
    },
  };
}
