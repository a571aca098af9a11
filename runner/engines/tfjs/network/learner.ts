/** @file A model in training, in either recipe: its net, optimizer and dropout, as tasks and checks use it. */
import * as tf from '@tensorflow/tfjs-core';
import type { Recipe } from '../../../../data/contract/words.ts';
import { atLength, type Model } from '../../../models/layers.ts';
import { type FindReference, findReference } from '../../../models/references.ts';
import { type GradientSample, sampleGradient } from '../../../worker/check/gradient.ts';
import type { OptimizerSample } from '../../../worker/check/movement.ts';
import type { Part } from '../../../worker/check/sampled-parts.ts';
import type { Progress } from '../../../worker/emit.ts';
import {
  type CheckedTraining,
  checkTraining,
  type OwnTrained,
  type Trained,
} from '../../../worker/training-check.ts';
import { batchOf, type DeviceBatch, toDevice } from './batches.ts';
import { createResidentDropout, tutorialDropout } from './dropout.ts';
import { lookAtDropouts } from './dropouts.ts';
import { createNetwork, type Network, noDropout } from './network.ts';
import { leanUpdater, tutorialUpdater } from './optimizer.ts';
import { partOf, readAll } from './read.ts';
import { type Look, readScalar, trainStep } from './train-step.ts';

/** The functions of a net in training that the parts of this file share. */
export interface Learner {
  network: Network;
  /** The variable that a step updates last: when the device has written it, the step is done. */
  last: tf.Variable;
  /** Takes one optimizer step. Returns the loss before it, which the caller disposes. The caller keeps the batch. */
  step(batch: DeviceBatch): tf.Scalar;
  /** The net as the check sees it. */
  trained: Trained<DeviceBatch>;
  /** Sets the start values of a seed, with a new optimizer. */
  restart(seed: number): void;
  /** Checks the first steps, then restores the start values. */
  check(progress: Progress): Promise<CheckedTraining>;
  dispose(): void;
}

export interface LearnerOptions {
  recipe: Recipe;
  /** Of the start values and of dropout. */
  seed: number;
  batchSize: number;
}

/** @param find Finds the reference to check against. */
export function createLearner(
  model: Model,
  { recipe, seed, batchSize }: LearnerOptions,
  find: FindReference = findReference,
): Learner {
  const network = createNetwork(model, seed);
  const { variables } = network;
  const createUpdater = recipe === 'naive' ? tutorialUpdater : leanUpdater;
  let updater = createUpdater(variables, model.optimizer);
  const residentDropout = createResidentDropout(seed);
  const dropout = recipe === 'naive' ? tutorialDropout : residentDropout.rule;
  const restart = (from: number) => {
    updater.dispose();
    network.restart(from);
    updater = createUpdater(variables, model.optimizer);
  };

  async function checkedStep(batch: DeviceBatch, dropped: boolean, gradients: boolean) {
    const seen: tf.Tensor[] = [];
    const look: Look = (found) => {
      // Clones share the memory of what the step disposes.
      if (gradients) seen.push(...found.map((one) => one.clone()));
    };
    const loss = await readScalar(trainStep(network, updater, batch, dropped ? dropout : noDropout, look));
    const read: GradientSample[] = [];
    for (const [array, gradient] of seen.entries()) {
      read.push(sampleGradient(await readAll(gradient), array));
    }
    return { loss, gradients: gradients ? read : null };
  }

  async function sample(array: number, part: Part): Promise<OptimizerSample> {
    const { means, squares } = updater.states();
    return {
      weights: await readAll(partOf(variables[array]!, part)),
      means: means && (await readAll(partOf(means[array]!, part))),
      squares: await readAll(partOf(squares[array]!, part)),
    };
  }

  const trained: Trained<DeviceBatch> = {
    model,
    batchSize,
    restart,
    load: network.load,
    place: (batch) => toDevice(model, batchOf(model, batch)),
    release: ({ inputs, labels }) => tf.dispose([inputs, labels]),
    step: (batch, options) => checkedStep(batch, options.dropout, options.gradients ?? false),
    loss: ({ inputs, labels }) => readScalar(tf.tidy(() => network.loss(inputs, labels, noDropout))),
    read: (array) => variables[array]!.data<'float32'>(),
    averages: network.averages,
    dropouts: async (batch) => ({ dropouts: await lookAtDropouts(network, batch, dropout), parts: null }),
    sample,
    stepsCounted: () => updater.steps(),
  };

  /** A function of tfjs is of no batch, so a check of another one needs only another net. */
  const buildOwn = async (samples: number, length: number | null): Promise<OwnTrained> => {
    const net = length === null ? model : atLength(model, length);
    const own = createLearner(net, { recipe, seed, batchSize: samples });
    return { ...own.trained, dispose: own.dispose };
  };

  return {
    network,
    last: variables.at(-1)!,
    step: (batch) => trainStep(network, updater, batch, dropout),
    trained,
    restart,
    check: async (progress) => {
      const checked = await checkTraining(trained, buildOwn, find(model.id), progress);
      restart(seed);
      return checked;
    },
    dispose: () => {
      updater.dispose();
      network.dispose();
      residentDropout.dispose();
    },
  };
}
