import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Recipe } from '../../../../data/contract/words.ts';
import { sampleCell } from '../../../../data/testing/sample-cell.ts';
import type { Dataset } from '../../../datasets/samples.ts';
import type { Model } from '../../../models/layers.ts';
import { type Message, messageSchema, type RunRequest } from '../../../protocol/messages.ts';
import { sampleRequest } from '../../../testing/sample-request.ts';
import { converge, runConvergence } from '../../../worker/converge/convergence.ts';
import { workloads } from '../../../workloads/index.ts';
import { mnistCnn } from '../../../workloads/mnist-cnn.ts';
import { startWasm } from '../../tfjs-wasm/start.ts';
import type { TfjsBackend } from '../backend/backend.ts';
import { engineReport } from '../backend/report.ts';
import { prepareTraining } from './trainer.ts';

let backend: TfjsBackend;
beforeAll(async () => {
  backend = await startWasm(1);
});

/** So small that an epoch takes milliseconds. */
const tiny: Model = {
  ...mnistCnn,
  layers: [
    { kind: 'flatten' },
    { kind: 'dropout', rate: 0.1 },
    { kind: 'dense', units: 10, activation: 'softmax' },
  ],
  optimizer: { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  dataset: { name: 'MNIST', trainSamples: 300, evalSamples: 70 },
};

const engineOf = (used: TfjsBackend) => ({ prepare: prepareTraining(used), report: engineReport(used) });

const request = (recipe: Recipe, runIndex = 0): RunRequest =>
  sampleRequest(
    sampleCell({ mode: 'converge', recipe, batchSize: 32 }),
    { maxMeasureMs: 1 },
    { runIndex, seed: 42 },
  );

const noData = () => Promise.reject(new Error('no data set was requested'));

interface Asked {
  model?: Model;
  recipe?: Recipe;
  runIndex?: number;
  target?: number;
  maxEpochs?: number;
  dataset?: Dataset | null;
}

async function run({
  model = tiny,
  recipe = 'optimized',
  runIndex,
  target = 0.9,
  maxEpochs = 12,
  dataset = null,
}: Asked) {
  const messages: Message[] = [];
  await converge(
    model,
    request(recipe, runIndex),
    { target, maxEpochs, dataFolder: dataset && '/data' },
    engineOf(backend),
    (message) => {
      messages.push(messageSchema.parse(message));
    },
    dataset ? () => Promise.resolve(dataset) : noData,
  );
  const result = messages.at(-1);
  if (result?.type !== 'result') throw new Error('no result');
  const { convergence, ...repetition } = result.repetition;
  return { ...result, repetition, convergence: convergence!, messages };
}

describe('training to a target', () => {
  test.each(['naive', 'optimized'] as const)('the %s recipe reaches it and stops', async (recipe) => {
    const { convergence, repetition, extrapolated } = await run({ recipe });
    expect(convergence).toMatchObject({ target: 0.9, reached: true, dataSource: 'generated' });
    expect(convergence.epochs.length).toBeLessThan(12);
    const accuracies = convergence.epochs.map(({ accuracy }) => accuracy);
    expect(accuracies.slice(0, -1).every((accuracy) => accuracy < 0.9)).toBe(true);
    expect(accuracies.at(-1)).toBeGreaterThanOrEqual(0.9);
    expect(convergence.epochs.at(-1)!.loss).toBeLessThan(convergence.epochs[0]!.loss);
    expect(repetition).toMatchObject({ itemsPerSample: 300, warmUpSteps: 0 });
    expect(repetition.samplesNs).toEqual(
      convergence.epochs.map(({ trainNs, evaluateNs }) => trainNs + evaluateNs),
    );
    expect(extrapolated).toBeNull();
  });

  test('with an unreachable target, training ends after the last epoch and this is reported', async () => {
    const { convergence } = await run({
      target: 1,
      maxEpochs: 2,
      model: { ...tiny, optimizer: { ...tiny.optimizer, learningRate: 0 } },
    });
    expect(convergence.reached).toBe(false);
    expect(convergence.epochs).toHaveLength(2);
    const [first, second] = convergence.epochs;
    expect(second!.accuracy).toBe(first!.accuracy);
  });

  test('every repetition has a different seed and a reproducible result', async () => {
    const once = {
      maxEpochs: 1,
      target: 1,
      model: { ...tiny, layers: tiny.layers.filter(({ kind }) => kind !== 'dropout') },
    };
    const runs = [];
    for (const runIndex of [0, 1, 2, 0]) runs.push(await run({ ...once, runIndex }));
    const seeds = runs.map(({ convergence }) => convergence.seed);
    expect(new Set(seeds.slice(0, 3)).size).toBe(3);
    expect(seeds[3]).toBe(seeds[0]);
    const losses = runs.map(({ convergence }) => convergence.epochs[0]!.loss);
    expect(new Set(losses.slice(0, 3)).size).toBe(3);
    expect(losses[3]).toBe(losses[0]);
  });

  test('without dropout, both recipes learn the same', async () => {
    const model = { ...tiny, layers: tiny.layers.filter(({ kind }) => kind !== 'dropout') };
    const [naive, optimized] = [
      await run({ model, recipe: 'naive', maxEpochs: 2, target: 1 }),
      await run({ model, recipe: 'optimized', maxEpochs: 2, target: 1 }),
    ];
    naive.convergence.epochs.forEach(({ loss, accuracy }, epoch) => {
      expect(optimized.convergence.epochs[epoch]!.loss).toBeCloseTo(loss, 3);
      expect(Math.abs(optimized.convergence.epochs[epoch]!.accuracy - accuracy)).toBeLessThan(0.03);
    });
  });

  test('the first losses are checked against the reference before training', async () => {
    const model = { ...mnistCnn, dataset: { name: 'MNIST', trainSamples: 64, evalSamples: 32 } };
    const { check, messages } = await run({ model, maxEpochs: 1, target: 1 });
    if (check.kind !== 'loss-trajectory') throw new Error(check.kind);
    expect(check.passed).toBe(true);
    expect(check.comparisons.find(({ of }) => of === 'losses')!.error).toBeLessThan(1e-4);
    const phases = messages.flatMap((message) => (message.type === 'progress' ? [message.phase] : []));
    expect([...new Set(phases)]).toEqual(['load', 'check', 'measure']);
    expect(
      messages.find((message) => message.type === 'progress' && message.phase === 'measure'),
    ).toMatchObject({
      fraction: 0,
    });
  });

  test.each(['naive', 'optimized'] as const)('a NaN loss fails the %s run', async (recipe) => {
    const images = new Uint8Array(40 * 784).fill(255);
    const part = { images, labels: new Uint8Array(40) };
    const model = { ...tiny, optimizer: { ...tiny.optimizer, learningRate: 1e38 } };
    const failing = run({ model, recipe, dataset: { shape: [28, 28, 1], train: part, test: part } });
    await expect(failing).rejects.toThrow(/^the loss is (NaN|-?Infinity) /);
  });

  test('leaks nothing on the device', async () => {
    const asked = { maxEpochs: 1, target: 1 } as const;
    await run(asked);
    const before = tf.memory().numTensors;
    await run(asked);
    await run({ ...asked, recipe: 'naive' });
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('the result states whether the data is official or generated', async () => {
  const part = { images: new Uint8Array(40 * 784), labels: new Uint8Array(40) };
  const dataset: Dataset = { shape: [28, 28, 1], train: part, test: part };
  const { convergence, repetition } = await run({ dataset, maxEpochs: 3 });
  expect(convergence).toMatchObject({ dataSource: 'official', reached: true });
  expect(repetition.itemsPerSample).toBe(40);
});

/** A clock that advances only when work is awaited, by a known amount each time. */
function fakeTime() {
  let now = 0;
  const waits = { device: 0, messages: 0 };
  return {
    waits,
    clock: { nowNs: () => now, wallMs: () => now / 1e6 },
    backend: {
      ...backend,
      finish: async () => {
        now += 1e9;
        waits.device++;
      },
    },
    emit: () => {
      now += 1;
      waits.messages++;
    },
    pass: (ns: number) => {
      now += ns;
    },
    now: () => now,
  };
}

test('epochs and their evaluation are timed without gaps, loading is not timed', async () => {
  const time = fakeTime();
  const part = {
    images: new Uint8Array(64 * 784),
    labels: Uint8Array.from({ length: 64 }, (_, i) => i % 10),
  };
  let begun = 0;
  const results: Message[] = [];
  await converge(
    tiny,
    request('naive'),
    { target: 1, maxEpochs: 3, dataFolder: '/data' },
    engineOf(time.backend),
    (message) => {
      if (message.type === 'progress' && message.phase === 'measure' && begun === 0) begun = time.now() + 1;
      if (message.type === 'result') results.push(messageSchema.parse(message));
      else time.emit();
    },
    async () => {
      time.pass(3600e9);
      return { shape: [28, 28, 1], train: part, test: part };
    },
    time.clock,
  );
  const [result] = results;
  if (result?.type !== 'result') throw new Error('no result');
  const { samplesNs, coldStartNs, convergence } = result.repetition;
  expect(coldStartNs).toBe(1e9);
  expect(samplesNs).toHaveLength(3);
  expect(samplesNs.reduce((sum, ns) => sum + ns)).toBe(time.now() - begun);
  for (const { trainNs, evaluateNs } of convergence!.epochs) {
    // Two waits for batches and one at the end.
    expect(Math.floor(trainNs / 1e9)).toBe(3);
    expect(Math.floor(evaluateNs / 1e9)).toBe(3);
  }
});

test('if the clock jumps, there is no time to target', async () => {
  const time = fakeTime();
  let looks = 0;
  const clock = { ...time.clock, wallMs: () => (looks++ === 0 ? 0 : 3600e3) };
  const running = converge(
    tiny,
    request('naive'),
    { target: 0, maxEpochs: 1, dataFolder: null },
    engineOf(time.backend),
    time.emit,
    noData,
    clock,
  );
  await expect(running).rejects.toThrow('the clock jumped by +');
});

test.each(['attention', 'matmul', 'transformer-encoder', 'llm'] as const)(
  '%s is not trained to a target',
  async (workload) => {
    const asked = request('naive');
    const running = runConvergence(
      workloads.find(({ id }) => id === workload)!,
      { ...asked, cell: { ...asked.cell, workload } },
      engineOf(backend),
      () => {},
      noData,
    );
    await expect(running).rejects.toMatchObject({ name: 'UnsupportedError' });
  },
);
