import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Cell } from '../../../data/contract/cell.ts';
import { type Message, messageSchema, PROTOCOL_VERSION, type RunRequest } from '../../protocol.ts';
import { startWasm } from '../tfjs-wasm/start.ts';
import type { TfjsBackend } from './backend.ts';
import { lossCheck } from './checks.ts';
import { runCell } from './run.ts';

let backend: TfjsBackend;

beforeAll(async () => {
  backend = await startWasm(1);
});

const request = (changes: Partial<Cell>, exactSamples: number | null = 2): RunRequest => ({
  type: 'run',
  protocol: PROTOCOL_VERSION,
  cell: {
    workload: 'mnist-cnn',
    mode: 'train',
    engine: 'tfjs-wasm',
    device: { kind: 'cpu', api: 'none', name: 'test', software: false },
    recipe: 'naive',
    dtype: 'float32',
    batchSize: 8,
    size: null,
    sequenceLength: null,
    ...changes,
  },
  timing: {
    minWarmUpSteps: 1,
    minWarmUpMs: 0,
    minSamples: 2,
    minMeasureMs: 0,
    maxMeasureMs: 2000,
    exactSamples,
  },
  runIndex: 3,
  seed: 42,
  convergence: null,
});

async function run(asked: RunRequest) {
  const messages: Message[] = [];
  await runCell(asked, backend, (message) => {
    messages.push(messageSchema.parse(message));
  });
  const result = messages.at(-1);
  if (result?.type !== 'result') throw new Error('no result');
  return { result, phases: new Set(messages.flatMap((m) => (m.type === 'progress' ? [m.phase] : []))) };
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
      expect(check).toMatchObject({ kind: 'loss-trajectory', passed: true, tolerance: 5e-3 });
      expect(check.maxRelativeError).toBeLessThan(1e-4);
    },
  );

  test('nothing stays behind on the device', async () => {
    await run(request({ recipe: 'optimized' }));
    const before = tf.memory().numTensors;
    await run(request({ recipe: 'optimized' }));
    expect(tf.memory().numTensors).toBe(before);
  });

  test('losses that are no numbers, rise, or leave the reference are told apart', () => {
    const reference = (...losses: number[]) => ({ losses, lossTolerance: 1e-3 });
    expect(() => lossCheck([2, Number.NaN], null)).toThrow('the loss is NaN after 1 optimiser steps');
    expect(lossCheck([2, 1.5, 2.1], null)).toMatchObject({ passed: false, maxRelativeError: null });
    expect(lossCheck([2, 1.5], reference(2, 1.5))).toMatchObject({ passed: true, maxRelativeError: 0 });
    expect(lossCheck([2, 2.5], reference(2, 2.5))).toMatchObject({ passed: true });
    expect(lossCheck([2, 1.5], reference(2, 1.6))).toMatchObject({ passed: false });
    expect(lossCheck([2], reference(2, 1.6))).toMatchObject({ passed: false });
  });
});

describe('matmul', () => {
  const cell = { workload: 'matmul', mode: 'op', batchSize: null, size: 48 } as const;

  test.each(['naive', 'optimized'] as const)(
    'the %s recipe is checked on every set of matrices',
    async (recipe) => {
      const { result } = await run(request({ ...cell, recipe }));
      expect(result.check).toMatchObject({ kind: 'output', rows: 24, passed: true });
      expect(result.repetition.itemsPerSample).toBe(1);
      expect(result.extrapolated).toBeNull();
    },
  );

  test('a sample covers many small products unless their number is asked for', async () => {
    const { result } = await run(request({ ...cell, recipe: 'optimized' }, null));
    expect(result.repetition.itemsPerSample).toBeGreaterThan(1);
  });

  test('a wrong product does not pass', async () => {
    const stock = tf.getKernel('BatchMatMul', 'wasm');
    tf.unregisterKernel('BatchMatMul', 'wasm');
    tf.registerKernel({
      ...stock,
      kernelFunc: (given) =>
        stock.kernelFunc({ ...given, inputs: { a: given.inputs.b!, b: given.inputs.a! } }),
    });
    try {
      const { result } = await run(request({ ...cell, recipe: 'optimized' }));
      expect(result.check).toMatchObject({ passed: false });
    } finally {
      tf.unregisterKernel('BatchMatMul', 'wasm');
      tf.registerKernel(stock);
    }
  });
});

test.each<[string, Partial<Cell>, string]>([
  ['float16', { dtype: 'float16' }, 'float16 is not supported'],
  ['a workload that tfjs has not', { workload: 'llm', mode: 'infer' }, 'llm is not supported'],
])('%s is refused as unsupported', async (_, changes, message) => {
  await expect(run(request(changes))).rejects.toMatchObject({
    name: 'UnsupportedError',
    message: expect.stringContaining(message),
  });
});
