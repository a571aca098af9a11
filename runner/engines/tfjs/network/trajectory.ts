/** @file Losses and gradient norms of the first optimizer steps, from the reference's weights and samples. */
import * as tf from '@tensorflow/tfjs-core';
import type { Check } from '../../../../data/contract/outcome.ts';
import { atLength, type Model } from '../../../models/layers.ts';
import { CHECK_SEED, CHECK_STEPS, findReference } from '../../../models/references.ts';
import { trainingCheck } from '../../../worker/check.ts';
import type { Progress } from '../../../worker/emit.ts';
import { hostBatch, toDevice } from './batches.ts';
import { type Network, noDropout } from './network.ts';
import type { Updater } from './optimizer.ts';
import { type Look, readScalar, trainStep } from './train-step.ts';

/** Samples in the checked batch unless a reference has another number. */
const CHECK_BATCH = 16;

/** Root of the sum of squares, summed row by row: one long float32 sum would lose precision. */
const norm = (x: tf.Tensor): tf.Scalar =>
  tf.tidy(() => tf.sqrt(tf.sum(tf.sum(tf.reshape(tf.square(x), [-1, x.shape.at(-1) ?? 1]), 1))) as tf.Scalar);

/**
 * Checks the training of a net. The variables must have the start values of CHECK_SEED and the updater must be new; the
 * caller restores what it needs.
 */
export async function checkTraining(
  model: Model,
  network: Network,
  updater: Updater,
  progress: Progress,
): Promise<Check> {
  const reference = findReference(model.id);
  const checked = reference?.sequenceLength ? atLength(model, reference.sequenceLength) : model;
  const batch = toDevice(checked, hostBatch(checked, CHECK_SEED, 0, reference?.batch ?? CHECK_BATCH));
  const losses: number[] = [];
  const norms: tf.Scalar[] = [];
  for (let step = 0; step < CHECK_STEPS; step++) {
    await progress(step / CHECK_STEPS);
    const look: Look = (gradients) => {
      if (step === 0) norms.push(...gradients.map(norm));
    };
    losses.push(await readScalar(trainStep(network, updater, batch, noDropout, look)));
  }
  tf.dispose([batch.inputs, batch.labels]);
  const gradients: number[] = [];
  for (const one of norms) gradients.push(await readScalar(one));
  return trainingCheck({ losses, gradients }, reference);
}
