import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Dataset } from '../../../datasets/samples.ts';
import { oneHot } from '../../../models/generator.ts';
import type { Model } from '../../../models/layers.ts';
import { mnistCnn } from '../../../workloads/mnist-cnn.ts';
import { startWasm } from '../../tfjs-wasm/start.ts';
import type { TfjsBackend } from '../backend/backend.ts';
import { createNetwork, noDropout } from '../network/network.ts';
import { openFeeds } from './feed.ts';
import { createTrainer } from './trainer.ts';

let backend: TfjsBackend;
beforeAll(async () => {
  backend = await startWasm(1);
});

const BATCH = 8;
const SEED = 7;

/** A learning rate of zero, so every epoch has the start values. */
const still: Model = {
  ...mnistCnn,
  layers: [{ kind: 'flatten' }, { kind: 'dense', units: 10, activation: 'softmax' }],
  optimizer: { ...mnistCnn.optimizer, learningRate: 0 },
};

const part = (count: number, first: number) => ({
  images: Uint8Array.from({ length: count * 784 }, (_, i) => ((i + first) * 37) % 256),
  labels: Uint8Array.from({ length: count }, (_, i) => (i + first) % 10),
});

// Neither count is a multiple of the batch size, so the last batch is smaller.
const dataset: Dataset = { shape: [28, 28, 1], train: part(21, 0), test: part(13, 5) };

/** Loss and accuracy of the start values over a whole set. */
async function direct({ images, labels }: Dataset['train']): Promise<{ loss: number; accuracy: number }> {
  const network = createNetwork(still, SEED);
  const count = labels.length;
  const inputs = tf.tensor(
    Float32Array.from(images, (byte) => byte / 255),
    [count, 28, 28, 1],
  );
  const rows = tf.tensor2d(oneHot(Int32Array.from(labels), 10), [count, 10]);
  const outputs = network.outputs(inputs) as tf.Tensor2D;
  const found = await tf.argMax(outputs, 1).data();
  const [loss] = await network.loss(inputs, rows, noDropout).data();
  return { loss: loss!, accuracy: labels.filter((label, i) => label === found[i]).length / count };
}

test.each(['naive', 'optimized'] as const)(
  'the %s recipe starts from the seed after its check and uses every sample once, in a new order each epoch',
  async (recipe) => {
    const feeds = await openFeeds(backend, recipe, dataset, still.inputShape);
    const orders: number[][] = [[], []];
    let epoch = 0;
    const batch = (places: Int32Array) => {
      orders[epoch]!.push(...places);
      return feeds.train.batch(places);
    };
    const trainer = createTrainer(backend, still, recipe, BATCH, SEED, {
      ...feeds,
      train: { ...feeds.train, batch },
    });
    expect([trainer.trainSteps, trainer.evaluateSteps]).toEqual([3, 2]);
    await trainer.check(() => {});

    const expected = await direct(dataset.train);
    for (; epoch < 2; epoch++) {
      expect(await trainer.trainEpoch(epoch, () => {})).toBeCloseTo(expected.loss, 4);
      expect(orders[epoch]!.toSorted((a, b) => a - b)).toEqual([...Array(21).keys()]);
    }
    expect(orders[0]).not.toEqual(orders[1]);
    expect(await trainer.evaluate(() => {})).toBeCloseTo((await direct(dataset.test)).accuracy, 6);
    trainer.dispose();
  },
);
