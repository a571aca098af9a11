import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Cell } from '../../../data/contract/cell.ts';
import { sampleCell } from '../../../data/testing/sample-cell.ts';
import { performanceClock } from '../../measure/clock.ts';
import { createBatch } from '../../models/generator.ts';
import { type Message, messageSchema, type RunRequest } from '../../protocol/messages.ts';
import { sampleRequest } from '../../testing/sample-request.ts';
import { mnistCnn } from '../../workloads/mnist-cnn.ts';
import { startWasm } from '../tfjs-wasm/start.ts';
import type { TfjsBackend } from './backend/backend.ts';
import { toDeviceInputs } from './network/batches.ts';
import { createNetwork } from './network/network.ts';
import { runCell } from './run.ts';
import { createTask } from './tasks/create.ts';

let backend: TfjsBackend;

beforeAll(async () => {
  backend = await startWasm(1);
});

const request = (changes: Partial<Cell>, exactSamples: number | null = 2): RunRequest =>
  sampleRequest(
    sampleCell({ recipe: 'naive', batchSize: 8, ...changes }),
    { minWarmUpSteps: 1, minSamples: 2, maxMeasureMs: 2000, exactSamples },
    { runIndex: 3, seed: 42 },
  );

async function run(asked: RunRequest) {
  const messages: Message[] = [];
  await runCell(asked, backend, (message) => {
    messages.push(messageSchema.parse(message));
  });
  const result = messages.at(-1);
  if (result?.type !== 'result') throw new Error('no result');
  return { result, phases: new Set(messages.flatMap((m) => (m.type === 'progress' ? [m.phase] : []))) };
}

/** Replaces a kernel of the backend while `work` runs. */
async function withKernel<Result>(
  name: string,
  change: (stock: tf.KernelFunc) => tf.KernelFunc,
  work: () => Promise<Result>,
): Promise<Result> {
  const stock = tf.getKernel(name, 'wasm');
  tf.unregisterKernel(name, 'wasm');
  tf.registerKernel({ ...stock, kernelFunc: change(stock.kernelFunc) });
  try {
    return await work();
  } finally {
    tf.unregisterKernel(name, 'wasm');
    tf.registerKernel(stock);
  }
}

describe('training', () => {
  test.each(['naive', 'optimized'] as const)(
    'the %s recipe gives a valid result whose losses fall',
    async (recipe) => {
      const { result, phases } = await run(request({ recipe }));
      expect(result.repetition).toMatchObject({ runIndex: 3, itemsPerSample: 8, warmUpSteps: 1 });
      expect(result.repetition.samplesNs).toHaveLength(2);
      expect(result.check).toMatchObject({ kind: 'loss-trajectory', passed: true });
      expect(result.extrapolated).toEqual({ stepsTimed: 2, stepsPerEpoch: 7500 });
      expect(phases).toEqual(new Set(['load', 'check', 'measure']));
    },
  );

  test.each(['naive', 'optimized'] as const)(
    'the %s recipe follows the reference at any seed',
    async (recipe) => {
      const asked = { ...request({ workload: 'fashion-cnn', recipe, batchSize: 4 }), seed: 7 };
      const { check } = (await run(asked)).result;
      expect(check).toMatchObject({ kind: 'loss-trajectory', passed: true });
      const firstLoss = 'comparisons' in check && check.comparisons[0];
      expect(firstLoss ? firstLoss.error : null).toBeLessThan(1e-5);
    },
  );

  test('leaks nothing on the device', async () => {
    await run(request({ recipe: 'optimized' }));
    const before = tf.memory().numTensors;
    await run(request({ recipe: 'optimized' }));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('inference', () => {
  const cell = { workload: 'mnist-cnn', mode: 'infer' } as const;

  test.each(['naive', 'optimized'] as const)(
    'the %s recipe gives the reference outputs at any seed',
    async (recipe) => {
      const { result } = await run({ ...request({ ...cell, recipe, batchSize: 3 }), seed: 7 });
      expect(result.check).toMatchObject({ kind: 'output', passed: true });
      expect(result.repetition).toMatchObject({ itemsPerSample: 3, convergence: null });
      expect(result.extrapolated).toBeNull();
    },
  );

  test('the weights of the run are restored after the check', async () => {
    const asked = { ...request({ ...cell, recipe: 'optimized' }), seed: 7 };
    const task = createTask(backend, asked);
    await task.check(() => undefined);
    const network = createNetwork(mnistCnn, 7);
    const inputs = toDeviceInputs(mnistCnn, createBatch(mnistCnn, 7, 0, 8).inputs, 8);
    const expected = network.outputs(inputs);
    const finished: Float32Array[] = [];
    const spied: TfjsBackend = {
      ...backend,
      finish: async (last) => void finished.push((await last.data()) as Float32Array),
    };
    const again = createTask(spied, asked);
    await again.check(() => undefined);
    await again.sample();
    expect(finished[0]).toEqual(await expected.data());
    tf.dispose([inputs, expected]);
    for (const used of [task, again, network]) used.dispose();
  });

  test('a net of sequences needs a length, and runs at it', async () => {
    const layer = { workload: 'attention', mode: 'infer', recipe: 'optimized', batchSize: 1 } as const;
    await expect(run(request(layer))).rejects.toThrow('cell.sequenceLength: missing');
    const { result } = await run(request({ ...layer, sequenceLength: 8, languageModel: null }));
    expect(result.check).toMatchObject({ kind: 'output', passed: true });
  });

  test('leaks nothing on the device', async () => {
    const before = tf.memory().numTensors;
    for (const recipe of ['naive', 'optimized'] as const) await run(request({ ...cell, recipe }));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('attention alone', () => {
  const cell = {
    workload: 'attention',
    mode: 'op',
    batchSize: 2,
    sequenceLength: 24,
    languageModel: null,
  } as const;

  test.each(['naive', 'optimized'] as const)(
    'the %s recipe is checked on every set of operands',
    async (recipe) => {
      const { result } = await run(request({ ...cell, recipe }));
      expect(result.check).toMatchObject({ kind: 'output', rows: 8, passed: true });
      expect(result.repetition.itemsPerSample).toBe(2);
    },
  );

  test('a sample covers enough passes to last 50 ms, and counts their sequences', async () => {
    const task = createTask(backend, request({ ...cell, recipe: 'optimized' }, null));
    let nowNs = 0;
    const nextTick = () => {
      nowNs += 10e6;
      return nowNs;
    };
    await task.calibrate({ ...performanceClock, nowNs: nextTick });
    expect(task.itemsPerSample).toBe(5 * cell.batchSize);
    task.dispose();
  });

  test('reordered keys fail the check', async () => {
    const { result } = await withKernel(
      'Softmax',
      (stock) => (given) => {
        const { logits } = given.inputs as { logits: tf.TensorInfo };
        const reversed = tf.getKernel('Reverse', 'wasm').kernelFunc({
          ...given,
          inputs: { x: logits },
          attrs: { dims: [logits.shape.length - 1] },
        }) as tf.TensorInfo;
        return stock({ ...given, inputs: { logits: reversed } });
      },
      () => run(request({ ...cell, recipe: 'optimized' })),
    );
    expect(result.check).toMatchObject({ passed: false });
  });
});

/** Scales the output of a kernel. */
const scaled =
  (factor: number) =>
  (stock: tf.KernelFunc): tf.KernelFunc =>
  (given) => {
    const output = stock(given) as tf.TensorInfo;
    const { typedArrayFromHeap } = given.backend as {
      typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
    };
    const values = typedArrayFromHeap.call(given.backend, output);
    values.forEach((value, i) => {
      values[i] = value * factor;
    });
    return output;
  };

/** Reverses the output of a kernel along some dimensions. */
const reversed =
  (...dims: number[]) =>
  (stock: tf.KernelFunc): tf.KernelFunc =>
  (given) => {
    const output = stock(given) as tf.TensorInfo;
    return tf.getKernel('Reverse', 'wasm').kernelFunc({ ...given, inputs: { x: output }, attrs: { dims } });
  };

describe('the check detects', () => {
  const training = () => run(request({ recipe: 'optimized', batchSize: 2 }));
  const inference = () => run(request({ recipe: 'optimized', mode: 'infer', batchSize: 2 }));

  test.each<[string, string, (stock: tf.KernelFunc) => tf.KernelFunc, typeof training]>([
    ['a filter gradient that is not rotated', 'Conv2DBackpropFilter', reversed(0, 1), training],
    ['an input gradient with reversed channels', 'Conv2DBackpropInput', reversed(3), training],
    ['a filter gradient that is twice as large', 'Conv2DBackpropFilter', scaled(2), training],
    ['an input gradient that is twice as large', 'Conv2DBackpropInput', scaled(2), training],
    ['a convolution that is 1 % too large, in training', 'FusedConv2D', scaled(1.01), training],
    ['a convolution that is 1 % too large, in inference', 'FusedConv2D', scaled(1.01), inference],
    ['a product that is 0.1 % too small', '_FusedMatMul', scaled(0.999), inference],
  ])('%s', async (_, kernelName, breakIt, measureIt) => {
    const broken = await withKernel(kernelName, breakIt, measureIt);
    expect(broken.result.check).toMatchObject({ passed: false });
    const repaired = await measureIt();
    expect(repaired.result.check).toMatchObject({ passed: true });
  });
});

describe('matmul', () => {
  const cell = { workload: 'matmul', mode: 'op', batchSize: null, size: 48 } as const;

  test.each(['naive', 'optimized'] as const)(
    'the %s recipe is checked on every set of matrices',
    async (recipe) => {
      const { result } = await run(request({ ...cell, recipe }));
      expect(result.check).toMatchObject({ kind: 'output', rows: 16, passed: true });
      expect(result.repetition.itemsPerSample).toBe(1);
      expect(result.extrapolated).toBeNull();
    },
  );

  test('a sample covers many small products unless their number is given', async () => {
    const { result } = await run(request({ ...cell, recipe: 'optimized' }, null));
    expect(result.repetition.itemsPerSample).toBeGreaterThan(1);
  });

  test('a wrong product fails the check', async () => {
    const { result } = await withKernel(
      'BatchMatMul',
      (stock) => (given) => stock({ ...given, inputs: { a: given.inputs.b!, b: given.inputs.a! } }),
      () => run(request({ ...cell, recipe: 'optimized' })),
    );
    expect(result.check).toMatchObject({ passed: false });
  });
});

test('the observed settings include the precision of products', async () => {
  expect((await run(request({}))).result.observed).toMatchObject({ matmulBits: 24, convolutionBits: 24 });
});

test('a browser has no data sets, so it does not train to a target', async () => {
  await expect(run(request({ mode: 'converge' }))).rejects.toMatchObject({
    name: 'UnsupportedError',
    message: expect.stringContaining('use the command line'),
  });
});

test.each<[string, Partial<Cell>, string]>([
  ['matrix products trained to an accuracy', { workload: 'matmul', mode: 'converge' }, 'no real data set'],
  ['training of a single layer', { workload: 'attention', mode: 'train' }, 'it has infer, op only'],
  ['float16', { dtype: 'float16' }, 'float16 is not supported'],
  ['a workload that tfjs does not have', { workload: 'llm', mode: 'infer' }, 'llm is not supported'],
])('%s is refused as unsupported', async (_, changes, message) => {
  await expect(run(request(changes))).rejects.toMatchObject({
    name: 'UnsupportedError',
    message: expect.stringContaining(message),
  });
});
