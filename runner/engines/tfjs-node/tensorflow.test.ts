/** @file Tests the real library if it is set up, otherwise what the probe reports. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect, test } from 'vitest';
import { findEngine, reportLeftOut, runInWorker } from '../../../tests/engines.ts';
import { createBatch, oneHot } from '../../models/generator.ts';
import { nets } from '../../testing/tiny-nets.ts';
import { mnistCnn } from '../../workloads/mnist-cnn.ts';
import { createNetwork, noDropout } from '../tfjs/network/network.ts';
import { tutorialUpdater } from '../tfjs/network/optimizer.ts';
import { trainStep } from '../tfjs/network/train-step.ts';
import { differenceFromCpu } from '../tfjs/testing/everything.ts';
import { probe } from './probe.ts';
import { startTensorFlow } from './start.ts';

const SEED = 42;

function mnistBatch(samples: number) {
  const { inputs, labels } = createBatch(mnistCnn, SEED, 0, samples);
  const { classes, inputShape } = mnistCnn;
  return {
    inputs: tf.tensor(inputs, [samples, ...inputShape]),
    labels: tf.tensor2d(oneHot(labels, classes), [samples, classes]),
  };
}

async function on<Result>(backend: 'cpu' | 'tensorflow', compute: () => Result): Promise<Result> {
  await tf.setBackend(backend);
  return compute();
}

/** Largest difference divided by the largest magnitude of the expected values. */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const values = Array.from(expected);
  const largest = Math.max(...values.map(Math.abs));
  return Math.max(...values.map((value, i) => Math.abs(actual[i]! - value))) / largest;
}

function gradients(): ArrayLike<number>[] {
  const network = createNetwork(mnistCnn, SEED);
  const { inputs, labels } = mnistBatch(2);
  const { value, grads } = tf.variableGrads(() => network.loss(inputs, labels, noDropout), network.variables);
  return [value, ...network.variables.map((variable) => grads[variable.name]!)].map((t) => t.dataSync());
}

function lossesOf(steps: number, samples: number): number[] {
  const network = createNetwork(mnistCnn, SEED);
  const updater = tutorialUpdater(network.variables, mnistCnn.optimizer);
  const batch = mnistBatch(samples);
  return Array.from({ length: steps }, () => {
    const loss = trainStep(network, updater, batch, noDropout);
    return loss.dataSync()[0]!;
  });
}

const found = await findEngine('tfjs-node');

if (!('reason' in found)) {
  test('probes as available, with the version of the library', async () => {
    expect(await probe()).toMatchObject({
      available: true,
      version: expect.stringMatching(/^4\.22\.0 \(TensorFlow 2\.\d+\.\d+\)$/),
      devices: expect.arrayContaining([expect.objectContaining({ kind: 'cpu', api: 'none' })]),
    });
  });

  test('runs on the TensorFlow library with the tfjs-core that our models use', async () => {
    const backend = await startTensorFlow('cpu');
    expect(backend.observed()).toMatchObject({ tensorflow: expect.stringMatching(/^2\./) });
    expect(tf.getBackend()).toBe('tensorflow');
    const product = tf.matMul(
      tf.tensor2d([1, 2, 3, 4], [2, 2]),
      tf.tensor2d([5, 6, 7, 8], [2, 2]),
      false,
      true,
    );
    await backend.finish(product);
    expect([...product.dataSync()]).toEqual([17, 23, 39, 53]);
  });

  test('gives the gradients of the cpu backend', async () => {
    const expected = await on('cpu', gradients);
    const actual = await on('tensorflow', gradients);
    expect(expected.length).toBe(11);
    for (const [i, values] of expected.entries())
      expect(relativeError(actual[i]!, values)).toBeLessThan(1e-4);
  });

  test('updates the weights as the cpu backend does', async () => {
    const expected = await on('cpu', () => lossesOf(2, 2));
    const actual = await on('tensorflow', () => lossesOf(2, 2));
    expect(relativeError(actual, expected)).toBeLessThan(1e-3);
  });

  test('learns', async () => {
    const losses = await on('tensorflow', () => lossesOf(30, 16));
    expect(losses[29]).toBeLessThan(losses[0]! / 2);
  });

  test.each(nets)('%s: outputs, loss and gradients equal those of the cpu backend', async (_, model) => {
    expect(await differenceFromCpu('tensorflow', model)).toBeLessThan(2e-5);
  });

  test('measures cells in its worker', async () => {
    const attempts = [
      await runInWorker(found, { workload: 'matmul', mode: 'op', size: 128 }),
      await runInWorker(found, { batchSize: 16 }),
      await runInWorker(found, { workload: 'fashion-cnn', recipe: 'naive', batchSize: 16 }),
      await runInWorker(found, { mode: 'infer', batchSize: 1 }),
      await runInWorker(found, {
        workload: 'attention',
        mode: 'op',
        batchSize: 2,
        sequenceLength: 32,
      }),
    ];
    for (const attempt of attempts)
      expect(attempt).toMatchObject({
        status: 'ok',
        result: { engineVersion: found.version, check: { passed: true } },
      });
  });
} else {
  reportLeftOut(found);

  test('has a worker that reports the same as the probe', async () => {
    expect(await probe()).toMatchObject({ reason: found.reason, remedy: found.remedy });
  });

  test('reports that it is not set up with a remedy, and starts nothing', async () => {
    expect(await probe()).toMatchObject({
      available: false,
      reason: expect.stringMatching(/not (set up|installed)/),
      remedy: expect.stringContaining('npm run bench -- setup tfjs-node'),
    });
    await expect(startTensorFlow('cpu')).rejects.toThrow(/run `npm run bench -- setup tfjs-node`/);
  });
}
