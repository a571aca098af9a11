/** @file The training task: a model, its batches and its optimiser in one of the two recipes. */
import * as tf from '@tensorflow/tfjs-core';
import type { Recipe } from '../../../data/contract/words.ts';
import { atLength, type Model } from '../../models/layers.ts';
import { CHECK_SEED, CHECK_STEPS, findReference } from '../../models/references.ts';
import { stepsPerEpoch } from '../../models/shapes.ts';
import type { TfjsBackend } from './backend.ts';
import { type DeviceBatch, eachBatch, hostBatch, toDevice } from './batches.ts';
import { lossCheck } from './checks.ts';
import { createResidentDropout, tutorialDropout } from './dropout.ts';
import type { DropoutRule } from './layers/pass.ts';
import { createNetwork, type Network, noDropout } from './network.ts';
import { leanUpdater, tutorialUpdater, type Updater } from './optimizer.ts';
import type { CheckedTask, Progress } from './task.ts';

/** Samples of the checked batch where no reference says another number. */
const CHECK_BATCH = 16;

/** Forward, loss, gradients, update. Returns the loss before the update; the caller disposes it. */
export function trainStep(
  network: Network,
  updater: Updater,
  { inputs, labels }: DeviceBatch,
  dropout: DropoutRule,
): tf.Scalar {
  const { value, grads } = tf.variableGrads(() => network.loss(inputs, labels, dropout), network.variables);
  updater.apply(network.variables.map((variable) => grads[variable.name]!));
  tf.dispose(grads);
  return value;
}

async function readScalar(scalar: tf.Scalar): Promise<number> {
  const [value] = await scalar.data();
  scalar.dispose();
  return value!;
}

/** Losses before each of the first optimiser steps on one batch, from the start values, without dropout. */
async function firstLosses(
  network: Network,
  updater: Updater,
  batch: DeviceBatch,
  progress: Progress,
): Promise<number[]> {
  const losses: number[] = [];
  for (let step = 0; step < CHECK_STEPS; step++) {
    await progress(step / CHECK_STEPS);
    losses.push(await readScalar(trainStep(network, updater, batch, noDropout)));
  }
  return losses;
}

/** @param model at the length that is asked for */
export function createTraining(
  backend: TfjsBackend,
  model: Model,
  recipe: Recipe,
  batchSize: number,
  seed: number,
): CheckedTask {
  const network = createNetwork(model, seed);
  const createUpdater = recipe === 'naive' ? tutorialUpdater : leanUpdater;
  let updater = createUpdater(network.variables, model.optimizer);
  const restart = (from: number) => {
    updater.dispose();
    network.restart(from);
    updater = createUpdater(network.variables, model.optimizer);
  };
  const last = network.variables.at(-1)!;
  const host = eachBatch(model, batchSize, (first) => hostBatch(model, seed, first, batchSize));
  const resident = recipe === 'optimized' ? host.map((batch) => toDevice(model, batch)) : [];
  const residentDropout = createResidentDropout(seed);
  let steps = 0;

  async function naiveStep(): Promise<void> {
    const batch = toDevice(model, host[steps++ % host.length]!);
    const loss = trainStep(network, updater, batch, tutorialDropout);
    tf.dispose([batch.inputs, batch.labels]);
    await readScalar(loss);
    await backend.finish(last);
  }

  async function optimizedStep(): Promise<void> {
    trainStep(network, updater, resident[steps++ % resident.length]!, residentDropout.rule).dispose();
    await backend.finish(last);
  }

  return {
    itemsPerSample: batchSize,
    stepsPerEpoch: stepsPerEpoch(model, batchSize),
    sample: recipe === 'naive' ? naiveStep : optimizedStep,
    // One step is the unit; nothing to choose.
    calibrate: async () => {},
    check: async (progress) => {
      const reference = findReference(model.id);
      const checked = reference?.sequenceLength ? atLength(model, reference.sequenceLength) : model;
      restart(CHECK_SEED);
      const batch = toDevice(checked, hostBatch(checked, CHECK_SEED, 0, reference?.batch ?? CHECK_BATCH));
      const losses = await firstLosses(network, updater, batch, progress);
      tf.dispose([batch.inputs, batch.labels]);
      restart(seed);
      return lossCheck(losses, reference);
    },
    dispose: () => {
      updater.dispose();
      network.dispose();
      residentDropout.dispose();
      for (const { inputs, labels } of resident) tf.dispose([inputs, labels]);
    },
  };
}
