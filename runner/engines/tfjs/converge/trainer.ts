/** @file Trains a net on a data set epoch by epoch and evaluates it, in either recipe. */
import * as tf from '@tensorflow/tfjs-core';
import type { Recipe } from '../../../../data/contract/words.ts';
import { oneHot } from '../../../models/generator.ts';
import type { Model } from '../../../models/layers.ts';
import { inBatches } from '../../../worker/converge/batches.ts';
import { finiteLoss, type PrepareTraining, type Trainer } from '../../../worker/converge/trainer.ts';
import type { Progress } from '../../../worker/emit.ts';
import { shuffled } from '../../../worker/shuffle.ts';
import type { TfjsBackend } from '../backend/backend.ts';
import { createLearner } from '../network/learner.ts';
import { readScalar } from '../network/train-step.ts';
import { type Feed, type FeedBatch, type Feeds, openFeeds } from './feed.ts';

/** Steps that the optimized recipe queues before it waits: enough to keep the device busy, few enough to queue. */
const STEPS_AHEAD = 16;

/** A sum on the device, which is read only once. */
function deviceSum() {
  let total: tf.Tensor = tf.scalar(0);
  return {
    /** Adds `weight` times a scalar and disposes the scalar. */
    add: (value: tf.Tensor, weight: number) => {
      const next = tf.tidy(() => tf.add(total, tf.mul(value, weight)));
      tf.dispose([total, value]);
      total = next;
    },
    /** The current sum; the caller must not dispose it. */
    value: () => total,
    /** Reads and disposes the sum. */
    read: () => readScalar(total),
  };
}

export function createTrainer(
  backend: TfjsBackend,
  model: Model,
  recipe: Recipe,
  batchSize: number,
  seed: number,
  { train, test }: Feeds,
): Trainer {
  const learner = createLearner(model, { recipe, seed, batchSize });
  const { network, last } = learner;

  const classRows = (labels: Int32Array) =>
    tf.tensor2d(oneHot(labels, model.classes), [labels.length, model.classes]);

  function step({ inputs, labels }: FeedBatch): tf.Scalar {
    const rows = classRows(labels);
    const loss = learner.step({ inputs, labels: rows });
    tf.dispose([inputs, rows]);
    return loss;
  }

  /** Number of samples whose largest logit is that of their label. */
  function countRight({ inputs, labels }: FeedBatch): tf.Tensor {
    const right = tf.tidy(() => {
      const found = tf.argMax(network.outputs(inputs), 1);
      return tf.sum(tf.cast(tf.equal(found, tf.tensor1d(labels, 'int32')), 'float32'));
    });
    inputs.dispose();
    return right;
  }

  /** The naive recipe reads every result, like a training loop that prints its loss. */
  async function total(
    feed: Feed,
    places: Int32Array<ArrayBuffer>,
    compute: (batch: FeedBatch) => [tf.Tensor, number],
    progress: Progress,
  ) {
    const steps = Math.ceil(places.length / batchSize);
    const onDevice = deviceSum();
    let onHost = 0;
    await inBatches(places, batchSize, async (part, number) => {
      const [value, weight] = compute(feed.batch(part));
      if (recipe === 'naive') {
        onHost += weight * (await readScalar(value));
        await backend.finish(last);
      } else {
        onDevice.add(value, weight);
        if (number % STEPS_AHEAD === STEPS_AHEAD - 1) await backend.finish(onDevice.value());
      }
      await progress((number + 1) / steps);
    });
    const sum = onHost + (await onDevice.read());
    // The last step's update finishes after its loss.
    await backend.finish(last);
    return sum / places.length;
  }

  return {
    trainSteps: Math.ceil(train.samples / batchSize),
    evaluateSteps: Math.ceil(test.samples / batchSize),
    firstStep: async () => {
      step(train.batch(shuffled(seed, 0, train.samples).subarray(0, batchSize))).dispose();
      await backend.finish(last);
    },
    check: async (progress) => (await learner.check(progress)).check,
    trainEpoch: async (epoch, progress) => {
      const order = shuffled(seed, epoch, train.samples);
      const loss = await total(train, order, (batch) => [step(batch), batch.labels.length], progress);
      return finiteLoss(loss, epoch);
    },
    evaluate: (progress) =>
      total(
        test,
        Int32Array.from({ length: test.samples }, (_, place) => place),
        (batch) => [countRight(batch), 1],
        progress,
      ),
    dispose: () => {
      learner.dispose();
      train.dispose();
      test.dispose();
    },
  };
}

export const prepareTraining =
  (backend: TfjsBackend): PrepareTraining =>
  async ({ model, dataset, recipe, batchSize, seed }) => {
    const feeds = await openFeeds(backend, recipe, dataset, model.inputShape);
    return () => createTrainer(backend, model, recipe, batchSize, seed, feeds);
  };
