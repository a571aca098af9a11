import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { modelValues } from '../../../models/generator.ts';
import { modelWeights } from '../../../models/shapes.ts';
import { mean, nets, norm, SEED, tiny } from '../../../testing/tiny-nets.ts';
import { startWasm } from '../../tfjs-wasm/start.ts';
import { createNetwork, noDropout } from '../network/network.ts';
import { batchOf, differenceFromCpu, everything } from '../testing/everything.ts';
import { blockedAttention, wholeAttention } from './attention.ts';
import { activate } from './dense.ts';

beforeAll(async () => {
  await startWasm(1);
});

describe.each(nets)('%s', (_, model) => {
  test('outputs, loss and every gradient equal those of the plain backend', async () => {
    expect(await differenceFromCpu('wasm', model)).toBeLessThan(2e-5);
  });

  test('the loss falls along its gradients as far as they predict', async () => {
    await tf.setBackend('wasm');
    const network = createNetwork(model, SEED);
    const { inputs, labels } = batchOf(model);
    const loss = () => tf.tidy(() => network.loss(inputs, labels, noDropout).dataSync()[0]!);
    const { value, grads } = tf.variableGrads(
      () => network.loss(inputs, labels, noDropout),
      network.variables,
    );
    const squares = network.variables.map(({ name }) =>
      tf.tidy(() => tf.sum(tf.square(grads[name]!)).dataSync()[0]!),
    );
    const slope = squares.reduce((sum, square) => sum + square, 0);
    const step = 1e-3 / Math.sqrt(slope);
    const move = (by: number) => {
      for (const variable of network.variables)
        tf.tidy(() => variable.assign(tf.add(variable, tf.mul(grads[variable.name]!, by))));
    };
    move(step);
    const above = loss();
    move(-2 * step);
    const below = loss();
    expect((above - below) / (2 * step * slope)).toBeCloseTo(1, 1);
    tf.dispose([value, grads, inputs, labels]);
    network.dispose();
  });

  test('leaks nothing on the device', async () => {
    await tf.setBackend('wasm');
    const before = tf.memory().numTensors;
    await everything('wasm', model);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('training updates the running averages, evaluation uses them, and a restart resets them', async () => {
  await tf.setBackend('wasm');
  const model = tiny([norm, mean], [4, 4, 1]);
  const network = createNetwork(model, SEED);
  const inputs = tf.tensor4d(
    Float32Array.from({ length: 32 }, (_, i) => i),
    [2, 4, 4, 1],
  );
  const labels = tf.ones([2, 1]) as tf.Tensor2D;
  const evaluate = () => tf.tidy(() => [...network.outputs(inputs).dataSync()]);
  const untrained = evaluate();
  // Averages start at 0 and 1, so the means of the two images pass through.
  expect(untrained[0]).toBeCloseTo(7.5, 3);
  expect(untrained[1]).toBeCloseTo(23.5, 3);
  network.loss(inputs, labels, noDropout).dispose();
  const [average, variance] = [0.1 * 15.5, 0.9 + 0.1 * ((32 ** 2 - 1) / 12)];
  evaluate().forEach((value, i) => {
    expect(value).toBeCloseTo((untrained[i]! - average) / Math.sqrt(variance), 3);
  });
  network.restart(SEED);
  expect(evaluate()).toEqual(untrained);
  tf.dispose([inputs, labels]);
  network.dispose();
});

test('attention in blocks equals attention at once', async () => {
  await tf.setBackend('wasm');
  const random = (seed: number) => tf.randomUniform([5, 12, 4], -1, 1, 'float32', seed) as tf.Tensor3D;
  const [query, key, value] = [random(1), random(2), random(3)];
  const twoPairsBytes = 2 * 12 * 12 * 4;
  const blocked = blockedAttention(query, key, value, twoPairsBytes);
  const whole = wholeAttention(query, key, value);
  expect(tf.tidy(() => tf.max(tf.abs(tf.sub(blocked, whole))).dataSync()[0])).toBeLessThan(1e-6);
  expect(blocked.shape).toEqual(whole.shape);
  tf.dispose([query, key, value, blocked, whole]);
});

test('gelu uses the error function', async () => {
  const found = tf.tidy(() => [...activate(tf.tensor1d([-3, -1, 0, 1, 3]), 'gelu').dataSync()]);
  // x Phi(x) with the cumulative normal distribution Phi.
  [-0.00404951, -0.15865525, 0, 0.84134475, 2.99595049].forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, 6);
  });
});

test('the variables hold the declared start values', async () => {
  const [, model] = nets[2]!;
  const network = createNetwork(model, SEED);
  const values = modelValues(model, SEED);
  expect(network.variables.map(({ shape }) => shape)).toEqual(modelWeights(model).map(({ shape }) => shape));
  network.variables.forEach((variable, i) => {
    expect(variable.dataSync()).toEqual(values[i]);
  });
  network.dispose();
});
