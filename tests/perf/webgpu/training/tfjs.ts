/** @file A net in training on TensorFlow.js, in a recipe of the engine `tfjs-webgpu`. */
import * as tf from '@tensorflow/tfjs-core';
import type { Recipe } from '../../../../data/contract/words.ts';
import { hostBatch, toDevice } from '../../../../runner/engines/tfjs/network/batches.ts';
import { createLearner } from '../../../../runner/engines/tfjs/network/learner.ts';
import { noDropout } from '../../../../runner/engines/tfjs/network/network.ts';
import { readScalar } from '../../../../runner/engines/tfjs/network/train-step.ts';
import type { Model } from '../../../../runner/models/layers.ts';
import { closeBackend, freshBackend, selectKernels } from '../libraries/tfjs-device.ts';
import { SEED, type Trainer, type TrainingLibrary } from './trainer.ts';

async function open(recipe: Recipe, model: Model, batchSize: number): Promise<Trainer> {
  // Its pool of buffers holds those of this net alone.
  const backend = await freshBackend();
  selectKernels(recipe);
  const learner = createLearner(model, { recipe, seed: SEED, batchSize });
  const batch = toDevice(model, hostBatch(model, SEED, 0, batchSize));
  const queueStep = () => learner.step(batch).dispose();
  return {
    queueStep,
    run: async (times) => {
      for (let i = 0; i < times; i++) queueStep();
      await backend.finish(learner.last);
    },
    firstLoss: () => readScalar(tf.tidy(() => learner.network.loss(batch.inputs, batch.labels, noDropout))),
    bytes: () => backend.peakMemory()!.bytes,
    dispose: () => {
      tf.dispose([batch.inputs, batch.labels]);
      learner.dispose();
      closeBackend();
    },
  };
}

/** A dozen operations of the optimizer read and write all parameters, and each takes seconds for a hundred megabytes. */
const MOST_EMULATED_PARAMETERS = 15e6;

/** The active backend of tfjs must be `webgpu`. */
export const tfjsTraining = (recipe: Recipe): TrainingLibrary => ({
  name: `tfjs ${recipe}`,
  mostEmulatedParameters: MOST_EMULATED_PARAMETERS,
  open: (model, batchSize) => open(recipe, model, batchSize),
});
