import { describe, expect, test, vi } from 'vitest';
import type { Recipe } from '../../../data/contract/words.ts';
import { sampleCell } from '../../../data/testing/sample-cell.ts';
import type { Dataset } from '../../datasets/samples.ts';
import { modelValues } from '../../models/generator.ts';
import { dense, type Model } from '../../models/layers.ts';
import { findReference } from '../../models/references.ts';
import { type Message, messageSchema, type RunRequest } from '../../protocol/messages.ts';
import { sampleRequest } from '../../testing/sample-request.ts';
import { mean, norm, tiny } from '../../testing/tiny-nets.ts';
import { converge, type TrainingEngine } from '../../worker/converge/convergence.ts';
import type { EngineReport } from '../../worker/run-task.ts';
import { errorMessage } from '../../worker/serve.ts';
import { seedOfRun } from '../../worker/shuffle.ts';
import { mnistCnn, workload as mnistWorkload } from '../../workloads/mnist-cnn.ts';
import type { Backend, Executable } from '../compiled/backend.ts';
import { inferenceGraph, trainingGraph } from '../compiled/compile.ts';
import { convergeOn, prepareTraining } from '../compiled/converge/converge.ts';
import type { Graph } from '../compiled/graph/graph.ts';
import { createPlan } from '../compiled/plan/create.ts';
import { buildProgram, NO_SCALARS } from '../compiled/program.ts';
import { stepScalars } from '../compiled/scalars.ts';
import { compileOptions, type Order } from '../compiled/tasks/build.ts';
import { runWorkload } from '../compiled/tasks/run.ts';
import { engineReport } from '../tfjs/backend/report.ts';
import { prepareTraining as prepareTfjs } from '../tfjs/converge/trainer.ts';
import { startWasm } from '../tfjs-wasm/start.ts';
import { openDawn } from './dawn.ts';
import { createBackend } from './device/backend.ts';
import { createChoices } from './device/choices.ts';
import { openDevice } from './device/device.ts';

// An emulated GPU compiles each of a step's kernels for most of a second, and other tests share the processor.
vi.setConfig({ testTimeout: 240_000 });

const opened = await openDawn();

/** So small that an epoch takes little time; 300 and 70 samples leave smaller last batches of 44 and 6. */
const linear: Model = {
  ...mnistCnn,
  layers: [{ kind: 'flatten' }, { kind: 'dense', units: 10, activation: 'softmax' }],
  optimizer: { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  dataset: { name: 'MNIST', trainSamples: 300, evalSamples: 70 },
};

const dropped: Model = {
  ...linear,
  layers: [linear.layers[0]!, { kind: 'dropout', rate: 0.1 }, linear.layers[1]!],
};

const request = (recipe: Recipe, changes: Partial<RunRequest> = {}): RunRequest =>
  sampleRequest(
    sampleCell({
      mode: 'converge',
      engine: 'webgpu',
      device: { kind: 'gpu', api: 'vulkan', name: 'test', software: true },
      recipe,
      batchSize: 64,
    }),
    { maxMeasureMs: 1 },
    { runIndex: 1, seed: 42, ...changes },
  );

const noData = () => Promise.reject(new Error('no data set was requested'));

function orderOf(backend: Backend, asked: RunRequest): Order {
  return { backend, request: asked, options: compileOptions(asked, backend), findReference: () => null };
}

function engineOf(backend: Backend, asked: RunRequest): TrainingEngine {
  const report: EngineReport = {
    version: '1',
    failure: () => backend.failure(0),
    peakMemory: backend.peakMemory,
    observed: backend.observed,
  };
  return { prepare: prepareTraining(orderOf(backend, asked)), report };
}

interface Asked {
  model?: Model;
  target?: number;
  maxEpochs?: number;
  dataset?: Dataset;
}

async function run(
  engine: TrainingEngine,
  asked: RunRequest,
  { model = linear, target = 0.9, maxEpochs = 12, dataset }: Asked = {},
) {
  const messages: Message[] = [];
  await converge(
    model,
    asked,
    { target, maxEpochs, dataFolder: dataset ? '/data' : null },
    engine,
    (message) => {
      messages.push(messageSchema.parse(message));
    },
    dataset ? () => Promise.resolve(dataset) : noData,
  );
  const result = messages.at(-1);
  if (result?.type !== 'result') throw new Error('no result');
  return { ...result, convergence: result.repetition.convergence! };
}

const part = (count: number, first: number) => ({
  images: Uint8Array.from({ length: count * 784 }, (_, i) => ((i + first) * 37) % 256),
  labels: Uint8Array.from({ length: count }, (_, i) => (i + first) % 10),
});

/** Mean loss and accuracy of `linear` with the start values of a seed, in float64. */
function direct({ images, labels }: Dataset['train'], seed: number) {
  const [kernel, bias] = modelValues(linear, seed) as [Float32Array, Float32Array];
  let [loss, right] = [0, 0];
  labels.forEach((label, sample) => {
    const logits = Array.from(bias, (start, unit) => {
      let sum = start;
      for (let at = 0; at < 784; at++) sum += (images[sample * 784 + at]! / 255) * kernel[at * 10 + unit]!;
      return sum;
    });
    loss += Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[label]!;
    if (logits.indexOf(Math.max(...logits)) === label) right++;
  });
  return { loss: loss / labels.length, accuracy: right / labels.length };
}

if (opened.adapter) {
  const device = await openDevice(opened.adapter);
  const backend = createBackend(device, createChoices());

  describe.each(['naive', 'optimized'] as const)('the %s recipe', (recipe) => {
    const asked = request(recipe);
    const engine = engineOf(backend, asked);

    test('reaches a target and stops', async () => {
      const { convergence, repetition, check, observed } = await run(engine, asked, { model: dropped });
      expect(convergence).toMatchObject({
        target: 0.9,
        reached: true,
        dataSource: 'generated',
        seed: seedOfRun(42, 1),
      });
      const accuracies = convergence.epochs.map(({ accuracy }) => accuracy);
      expect(accuracies.length).toBeLessThan(12);
      expect(accuracies.slice(0, -1).every((accuracy) => accuracy < 0.9)).toBe(true);
      expect(accuracies.at(-1)).toBeGreaterThanOrEqual(0.9);
      expect(convergence.epochs.at(-1)!.loss).toBeLessThan(convergence.epochs[0]!.loss);
      expect(repetition).toMatchObject({ itemsPerSample: 300 });
      expect(check).toMatchObject({ kind: 'loss-trajectory', passed: true });
      expect(observed).toMatchObject({ dispatches: expect.any(Number), plannedBytes: expect.any(Number) });
    });

    test('learns the same as TensorFlow.js, from the same samples in the same order', async () => {
      const wasm = await startWasm(1);
      const tfjs = { prepare: prepareTfjs(wasm), report: engineReport(wasm) };
      const all = { maxEpochs: 2, target: 1 };
      const [ours, theirs] = [await run(engine, asked, all), await run(tfjs, asked, all)];
      expect(ours.convergence.seed).toBe(theirs.convergence.seed);
      theirs.convergence.epochs.forEach(({ loss, accuracy }, epoch) => {
        expect(ours.convergence.epochs[epoch]!.loss).toBeCloseTo(loss, 4);
        expect(Math.abs(ours.convergence.epochs[epoch]!.accuracy - accuracy)).toBeLessThan(0.03);
      });
    });

    test('counts the samples of all batches once, the smaller last ones included', async () => {
      const still = { ...linear, optimizer: { ...linear.optimizer, learningRate: 0 } };
      const dataset: Dataset = { shape: [28, 28, 1], train: part(21, 0), test: part(13, 5) };
      const small = { ...asked, cell: { ...asked.cell, batchSize: 8 } };
      const seed = seedOfRun(42, 1);
      const { convergence } = await run(engine, small, { model: still, dataset, target: 1, maxEpochs: 1 });
      expect(convergence.dataSource).toBe('official');
      expect(convergence.epochs[0]!.loss).toBeCloseTo(direct(dataset.train, seed).loss, 5);
      expect(convergence.epochs[0]!.accuracy).toBe(direct(dataset.test, seed).accuracy);
    });

    test('a loss that is not finite fails the run', async () => {
      const full = { images: new Uint8Array(40 * 784).fill(255), labels: new Uint8Array(40) };
      const failing = run(
        engine,
        { ...asked, cell: { ...asked.cell, batchSize: 8 } },
        {
          model: { ...linear, optimizer: { ...linear.optimizer, learningRate: 1e38 } },
          dataset: { shape: [28, 28, 1], train: full, test: full },
        },
      );
      await expect(failing).rejects.toThrow(/^the loss is (NaN|-?Infinity) /);
    });
  });

  test('a batch larger than the data set', async () => {
    const asked = request('optimized');
    const dataset: Dataset = { shape: [28, 28, 1], train: part(21, 0), test: part(13, 5) };
    const { convergence } = await run(engineOf(backend, asked), asked, { dataset, target: 1, maxEpochs: 1 });
    expect(convergence.epochs).toHaveLength(1);
  });

  // An emulated GPU compiles the kernels of a declared net for up to a minute on a busy machine.
  test('a declared net passes the check of its first steps', async () => {
    const model = { ...mnistCnn, dataset: { ...mnistCnn.dataset, trainSamples: 64, evalSamples: 32 } };
    const asked = request('optimized', { convergence: { target: 1, maxEpochs: 2, dataFolder: null } });
    const results: Message[] = [];
    await runWorkload(
      { workload: { ...mnistWorkload, model }, findReference },
      { ...asked, cell: { ...asked.cell, batchSize: 32 } },
      backend,
      (message) => {
        if (message.type === 'result') results.push(messageSchema.parse(message));
      },
      { converge: convergeOn(noData) },
    );
    const [result] = results;
    if (result?.type !== 'result') throw new Error('no result');
    const { check } = result;
    if (check.kind !== 'loss-trajectory') throw new Error(check.kind);
    expect(check.passed).toBe(true);
    expect(check.comparisons.find(({ of }) => of === 'losses')!.error).toBeLessThan(1e-3);
    const [first, second] = result.repetition.convergence!.epochs;
    expect(second!.loss).toBeLessThan(first!.loss);
    expect(result.observed).toMatchObject({ matmulBits: 24, convolutionBits: 24 });
  });

  test.skipIf(!device.half)('float16 reaches the same target', async () => {
    const asked = request('optimized');
    const half: RunRequest = { ...asked, cell: { ...asked.cell, dtype: 'float16' } };
    const { convergence } = await run(engineOf(backend, half), half);
    expect(convergence.reached).toBe(true);
  });

  test('a browser has no data sets, and products are not trained', async () => {
    const asked = request('optimized');
    const offer = { workload: mnistWorkload, findReference };
    const message = await runWorkload(offer, asked, backend, () => undefined).then(() => null, errorMessage);
    expect(message).toMatchObject({
      status: 'unsupported',
      reason: expect.stringContaining('use the command line'),
    });
  });

  describe('programs that share their trained arrays', () => {
    const net = tiny([norm, mean, dense(4, 'softmax')], [4, 4, 3]);
    const options = compileOptions(request('optimized'), backend);
    const subject = { name: 'a small net', option: '--batch' };
    const build = (graph: Graph, shared: Parameters<typeof buildProgram>[4] = null) =>
      buildProgram(backend, graph, 'optimized', subject, shared);
    const samples = Float32Array.from({ length: 2 * 4 * 4 * 3 }, (_, i) => ((i * 31) % 17) / 17);
    const outputsOf = async (executable: Executable, graph: Graph) => {
      const set = executable.createInputs();
      set.write([samples]);
      executable.run(set, NO_SCALARS);
      const outputs = await executable.read(graph.results[0]!);
      set.dispose();
      return outputs;
    };
    const statesOf = (graph: Graph) => createPlan(graph).own.filter(({ place }) => place.kind === 'state');

    test('one infers with what another has trained, running averages included', async () => {
      const trained = await build(trainingGraph(net, 2, options));
      const graph = inferenceGraph(net, 2, options);
      const shared = await build(graph, trained);
      trained.restart(1);
      const before = await outputsOf(shared.executable, graph);
      const set = trained.executable.createInputs();
      set.write([samples, Int32Array.of(0, 1)]);
      trained.executable.run(set, stepScalars(net.optimizer, 1, null));
      const after = await outputsOf(shared.executable, graph);
      expect(after).not.toEqual(before);

      const alone = await build(graph);
      for (const [at, { value }] of graph.parameters.entries()) {
        alone.executable.write(value, await trained.executable.read(trained.graph.parameters[at]!.value));
      }
      const states = statesOf(trained.graph);
      expect(states).toHaveLength(1);
      for (const state of statesOf(graph)) {
        const same = states.find(({ name }) => name === state.name)!;
        const averages = await trained.executable.read(same);
        if (same.place.kind === 'state') expect(averages).not.toEqual(same.place.start);
        alone.executable.write(state, averages);
      }
      expect(after).toEqual(await outputsOf(alone.executable, graph));

      // Freeing one leaves what it shares.
      shared.executable.dispose();
      expect(await trained.executable.read(trained.graph.parameters[0]!.value)).toHaveLength(
        trained.graph.parameters[0]!.value.shape.reduce((all, n) => all * n),
      );
      await trained.executable.finish();
      trained.executable.dispose();
      alone.executable.dispose();
    });

    test('shared memory is counted once', async () => {
      const fresh = createBackend(device, createChoices());
      const graph = trainingGraph(net, 3, options);
      const first = await buildProgram(fresh, graph, 'optimized', subject);
      const { bytes } = fresh.peakMemory()!;
      expect(bytes).toBe(createPlan(graph).bytes);
      const second = await buildProgram(fresh, graph, 'optimized', subject, first);
      const both = fresh.peakMemory()!.bytes;
      expect(both).toBeGreaterThan(bytes);
      expect(both).toBeLessThan(2 * bytes);
      second.executable.dispose();
      first.executable.dispose();
      await buildProgram(fresh, graph, 'optimized', subject);
      expect(fresh.peakMemory()!.bytes).toBe(both);
    });

    test('must be of one net and one device', async () => {
      const first = await build(trainingGraph(net, 3, options));
      const other = tiny([mean, dense(4, 'softmax')], [4, 4, 3]);
      await expect(build(trainingGraph(other, 3, options), first)).rejects.toThrow('different nets');
      const inference = await build(inferenceGraph(net, 3, options));
      await expect(build(trainingGraph(net, 3, options), inference)).rejects.toThrow('has no gradients');
      const fresh = createBackend(device, createChoices());
      await expect(
        buildProgram(fresh, inferenceGraph(net, 3, options), 'optimized', subject, first),
      ).rejects.toThrow('another device');
    });
  });
} else {
  test('without a driver there is no device', () => {
    expect(opened.reason).toMatch(/./);
  });
}
