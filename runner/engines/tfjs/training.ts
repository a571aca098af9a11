/** @file The training task: a model, its batches and its optimiser in one of the two recipes. */
import * as tf from '@tensorflow/tfjs-core';
import type { Check } from '../../../data/contract/outcome.ts';
import type { Recipe } from '../../../data/contract/words.ts';
import { createBatch, oneHot } from '../../models/generator.ts';
import type { Model } from '../../models/layers.ts';
import { stepsPerEpoch } from '../../models/shapes.ts';
import {
  CHECK_BATCH,
  CHECK_SEED,
  CHECK_STEPS,
  TRAJECTORY_TOLERANCE,
  trajectories,
} from '../../models/trajectories.ts';
import type { TfjsBackend } from './backend.ts';
import { createResidentDropout, tutorialDropout } from './dropout.ts';
import { createNetwork, type DropoutRule, type Network, noDropout } from './network.ts';
import { leanUpdater, tutorialUpdater, type Updater } from './optimizer.ts';
import type { CheckedTask, Progress } from './task.ts';

/** Batches that are used in turn. */
const BATCHES = 4;

interface HostBatch {
  inputs: Float32Array<ArrayBuffer>;
  labels: Float32Array<ArrayBuffer>;
}

function hostBatch(model: Model, seed: number, first: number, count: number): HostBatch {
  const { inputs, labels } = createBatch(model, seed, first, count);
  return { inputs, labels: oneHot(labels, model.classes) };
}

interface DeviceBatch {
  inputs: tf.Tensor;
  labels: tf.Tensor2D;
}

function toDevice(model: Model, { inputs, labels }: HostBatch): DeviceBatch {
  const count = labels.length / model.classes;
  return {
    inputs: tf.tensor(inputs, [count, ...model.inputShape]),
    labels: tf.tensor2d(labels, [count, model.classes]),
  };
}

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

/** Largest relative difference of losses; endless where there are fewer of them than expected. */
function trajectoryError(losses: readonly number[], reference: readonly number[]): number {
  return Math.max(...reference.map((loss, step) => Math.abs((losses[step] ?? Number.MAX_VALUE) / loss - 1)));
}

/**
 * Without a reference, losses must fall from the first step to the last.
 * @throws Error where a loss is not a number: such a run computed nothing
 */
export function lossCheck(losses: readonly number[], reference: readonly number[] | undefined): Check {
  const broken = losses.findIndex((loss) => !Number.isFinite(loss));
  if (broken >= 0) throw new Error(`the loss is ${losses[broken]} after ${broken} optimiser steps`);
  const falls = losses.at(-1)! < losses[0]!;
  const kind = 'loss-trajectory';
  if (!reference) {
    return { kind, losses: [...losses], maxRelativeError: null, tolerance: null, passed: falls };
  }
  const maxRelativeError = trajectoryError(losses, reference);
  return {
    kind,
    losses: [...losses],
    maxRelativeError,
    tolerance: TRAJECTORY_TOLERANCE,
    passed: falls && maxRelativeError <= TRAJECTORY_TOLERANCE,
  };
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
  const hostBatches = Array.from({ length: BATCHES }, (_, i) =>
    hostBatch(model, seed, i * batchSize, batchSize),
  );
  const resident = recipe === 'optimized' ? hostBatches.map((batch) => toDevice(model, batch)) : [];
  const residentDropout = createResidentDropout(seed);
  let steps = 0;

  async function naiveStep(): Promise<void> {
    const batch = toDevice(model, hostBatches[steps++ % BATCHES]!);
    const loss = trainStep(network, updater, batch, tutorialDropout);
    tf.dispose([batch.inputs, batch.labels]);
    await readScalar(loss);
    await backend.finish(last);
  }

  async function optimizedStep(): Promise<void> {
    trainStep(network, updater, resident[steps++ % BATCHES]!, residentDropout.rule).dispose();
    await backend.finish(last);
  }

  return {
    itemsPerSample: batchSize,
    stepsPerEpoch: stepsPerEpoch(model, batchSize),
    sample: recipe === 'naive' ? naiveStep : optimizedStep,
    // One step is the unit; nothing to choose.
    calibrate: async () => {},
    check: async (progress) => {
      restart(CHECK_SEED);
      const batch = toDevice(model, hostBatch(model, CHECK_SEED, 0, CHECK_BATCH));
      const losses = await firstLosses(network, updater, batch, progress);
      tf.dispose([batch.inputs, batch.labels]);
      restart(seed);
      return lossCheck(losses, trajectories[model.id]);
    },
    dispose: () => {
      updater.dispose();
      network.dispose();
      residentDropout.dispose();
      for (const { inputs, labels } of resident) tf.dispose([inputs, labels]);
    },
  };
}
