import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { createBatch, oneHot } from '../../../models/generator.ts';
import type { Model, Optimizer } from '../../../models/layers.ts';
import { mnistCnn } from '../../../workloads/mnist-cnn.ts';
import { vgg16Cifar100 } from '../../../workloads/vgg16-cifar100.ts';
import { startWasm } from '../../tfjs-wasm/start.ts';
import { createResidentDropout } from './dropout.ts';
import { createNetwork, noDropout } from './network.ts';
import { leanUpdater, tutorialUpdater } from './optimizer.ts';
import { trainStep } from './train-step.ts';

beforeAll(async () => {
  await startWasm(1);
});

async function losses(model: Model, batchSize: number, steps: number, createUpdater: typeof leanUpdater) {
  const network = createNetwork(model, 42);
  const updater = createUpdater(network.variables, model.optimizer);
  const { inputs, labels } = createBatch(model, 42, 0, batchSize);
  const batch = {
    inputs: tf.tensor(inputs, [batchSize, ...model.inputShape]),
    labels: tf.tensor2d(oneHot(labels, model.classes), [batchSize, model.classes]),
  };
  const seen: number[] = [];
  for (let step = 0; step < steps; step++) {
    const loss = trainStep(network, updater, batch, noDropout);
    seen.push((await loss.data())[0]!);
    loss.dispose();
  }
  tf.dispose([batch.inputs, batch.labels]);
  updater.dispose();
  network.dispose();
  return seen;
}

test('VGG16 learns: its loss falls at every step, to below that of guessing among 100 classes', async () => {
  const seen = await losses(vgg16Cifar100, 8, 3, leanUpdater);
  expect(seen).toEqual(seen.toSorted((a, b) => b - a));
  expect(seen.at(-1)).toBeLessThan(0.75 * Math.log(100));
});

test.each<[Optimizer['kind'], Optimizer]>([
  ['rmsprop', mnistCnn.optimizer],
  ['adam', vgg16Cifar100.optimizer],
])('%s: the lean optimizer matches that of tf.train', async (_, optimizer) => {
  const model = { ...mnistCnn, optimizer };
  const tutorial = await losses(model, 8, 5, tutorialUpdater);
  const lean = await losses(model, 8, 5, leanUpdater);
  lean.forEach((loss, step) => {
    expect(Math.abs(loss / tutorial[step]! - 1)).toBeLessThan(1e-3);
  });
});

test('resident dropout drops its share, scales the rest, and draws a new mask for every step', async () => {
  const dropout = createResidentDropout(1);
  const ones = tf.ones([64, 100]);
  const [first, second] = [dropout.rule(ones, 0.3, 2), dropout.rule(ones, 0.3, 2)];
  const [a, b] = [await first.data(), await second.data()];
  const dropped = a.filter((value) => value === 0).length / a.length;
  expect(Math.abs(dropped - 0.3)).toBeLessThan(0.03);
  expect(new Set(a)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
  expect(b).not.toEqual(a);
  tf.dispose([ones, first, second]);
  dropout.dispose();
});
