/** @file The training task: a model, its batches and its optimiser in one of the two recipes. */
import * as tf from '@tensorflow/tfjs-core';
import type { Recipe } from '../../../../data/contract/words.ts';
import type { Model } from '../../../models/layers.ts';
import { CHECK_SEED } from '../../../models/references.ts';
import { stepsPerEpoch } from '../../../models/shapes.ts';
import type { CheckedTask } from '../../../worker/task.ts';
import { eachBatch } from '../../../workloads/batches.ts';
import type { TfjsBackend } from '../backend/backend.ts';
import { hostBatch, toDevice } from '../network/batches.ts';
import { createResidentDropout, tutorialDropout } from '../network/dropout.ts';
import { createNetwork } from '../network/network.ts';
import { leanUpdater, tutorialUpdater } from '../network/optimizer.ts';
import { checkTraining, readScalar, trainStep } from '../network/trajectory.ts';

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
    parameters: network.parameters,
    stepsPerEpoch: stepsPerEpoch(model, batchSize),
    sample: recipe === 'naive' ? naiveStep : optimizedStep,
    // One step is the unit; nothing to choose.
    calibrate: async () => {},
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
      for (const { inputs, labels } of resident) tf.dispose([inputs, labels]);
    },
  };
}
