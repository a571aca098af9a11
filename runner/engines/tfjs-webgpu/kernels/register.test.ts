import * as tf from '@tensorflow/tfjs-core';
// Registers every gradient.
import '@tensorflow/tfjs-layers';
import { describe, expect, test } from 'vitest';
import { streamKey, uniformArray } from '../../../models/generator.ts';
import { startWebgpu } from '../start.ts';
import { observeKernels, registerKernels, restoreStockKernels } from './register.ts';

/** Tolerance for float32 sums of some thousand products of values below 1, added in different orders. */
const TOLERANCE = 2e-5;

const started = await startWebgpu('optimized');

type Compute = (random: (...shape: number[]) => tf.Tensor) => tf.Tensor | tf.Tensor[];

/** Outputs on a backend; each computation creates its own inputs, the same on all backends. */
async function outputsOn(backend: string, compute: Compute) {
  await tf.setBackend(backend);
  let stream = 0;
  const random = (...shape: number[]) =>
    tf.tensor(uniformArray(streamKey(7, stream++), tf.util.sizeFromShape(shape), 1), shape);
  const outputs = tf.tidy(() => [compute(random)].flat());
  const read = await Promise.all(
    outputs.map(async (output) => ({ shape: output.shape, values: (await output.data()) as Float32Array })),
  );
  tf.dispose(outputs);
  return read;
}

const largest = (values: Float32Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Compares with the plain backend; returns how many calls our kernels computed, and how many they left. */
async function compare(compute: Compute): Promise<{ ours: number; stock: number }> {
  const plain = await outputsOn('cpu', compute);
  restoreStockKernels();
  registerKernels();
  const gpu = await outputsOn('webgpu', compute);
  plain.forEach(({ shape, values }, number) => {
    expect(gpu[number]!.shape).toEqual(shape);
    expect(largest(values)).toBeGreaterThan(0);
    const error = largest(values.map((value, at) => value - gpu[number]!.values[at]!));
    expect(error / largest(values)).toBeLessThan(TOLERANCE);
  });
  expect(started.available && (await started.backend.failure(0))).toBeNull();
  const { ownKernelCalls, stockKernelCalls } = observeKernels();
  return { ours: Number(ownKernelCalls), stock: Number(stockKernelCalls) };
}

/** A convolution with both of its gradients. */
const convolution =
  (
    images: [number, number, number, number],
    filters: [number, number, number, number],
    ...rest: [strides: number | [number, number], pad: 'same' | 'valid' | number]
  ): Compute =>
  (random) => {
    const convolve = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, ...rest);
    const [x, filter] = [random(...images), random(...filters)];
    return [
      convolve(x, filter),
      ...tf.grads((...both) => tf.sum(tf.square(convolve(...(both as [tf.Tensor, tf.Tensor])))))([x, filter]),
    ];
  };

const products: [string, Compute][] = [
  ['odd sizes', (random) => tf.matMul(random(5, 7), random(7, 3))],
  ['a transposed left side', (random) => tf.matMul(random(7, 5), random(7, 3), true)],
  ['a transposed right side', (random) => tf.matMul(random(5, 8), random(4, 8), false, true)],
  ['both transposed', (random) => tf.matMul(random(8, 5), random(3, 8), true, true)],
  ['a large depth', (random) => tf.matMul(random(4, 4099), random(4099, 8))],
  ['a batch', (random) => tf.matMul(random(2, 3, 5, 7), random(2, 3, 4, 7), false, true)],
  ['a batch with one right side', (random) => tf.matMul(random(3, 5, 8), random(1, 8, 12))],
  ['a transposed batch with one right side', (random) => tf.matMul(random(3, 8, 5), random(1, 8, 12), true)],
  ['a batch with one left side', (random) => tf.matMul(random(1, 5, 8), random(3, 8, 6))],
  [
    'twice the same matrix',
    (random) => {
      const matrix = random(6, 9);
      return tf.matMul(matrix, matrix, false, true);
    },
  ],
  [
    'bias and relu',
    (random) => tf.fused.matMul({ a: random(5, 7), b: random(7, 8), bias: random(8), activation: 'relu' }),
  ],
  [
    'bias alone, for a batch',
    (random) =>
      tf.fused.matMul({ a: random(2, 5, 7), b: random(2, 7, 3), bias: random(3), activation: 'linear' }),
  ],
];

const convolutions: [string, Compute][] = [
  ['3x3 same with few channels', convolution([2, 5, 4, 3], [3, 3, 3, 4], 1, 'same')],
  ['3x3 valid', convolution([2, 6, 5, 32], [3, 3, 32, 2], 1, 'valid')],
  ['2x2 same, padded on one side', convolution([3, 6, 6, 3], [2, 2, 3, 5], 1, 'same')],
  ['3x3, padded by a number', convolution([2, 5, 4, 4], [3, 3, 4, 4], 1, 2)],
  ['1x1, stride 2', convolution([2, 5, 6, 34], [1, 1, 34, 3], 2, 'valid')],
  ['3x3 same, stride 2, odd', convolution([2, 7, 9, 3], [3, 3, 3, 2], 2, 'same')],
  ['a patch embedding', convolution([2, 12, 12, 2], [6, 6, 2, 4], 6, 'valid')],
];

const fusedConvolution =
  (activation: 'linear' | 'relu' | 'elu'): Compute =>
  (random) =>
    tf.fused.conv2d({
      x: random(2, 5, 6, 4) as tf.Tensor4D,
      filter: random(3, 3, 4, 8) as tf.Tensor4D,
      strides: 1,
      pad: 'same',
      bias: random(8),
      activation,
    });

/** It has no gradients in TensorFlow.js. */
const dilatedConvolution: Compute = (random) =>
  tf.conv2d(random(2, 7, 7, 4) as tf.Tensor4D, random(3, 3, 4, 4) as tf.Tensor4D, 1, 'same', 'NHWC', 2);

const left: [string, Compute, calls: number][] = [
  ['a filter that is not square', convolution([2, 6, 5, 4], [3, 2, 4, 4], 1, 'valid'), 4],
  ['strides that differ', convolution([2, 6, 6, 4], [3, 3, 4, 4], [1, 2], 'same'), 4],
  ['a dilated filter', dilatedConvolution, 1],
  ['another activation of a convolution', fusedConvolution('elu'), 1],
  [
    'another activation of a product',
    (random) => tf.fused.matMul({ a: random(5, 7), b: random(7, 8), bias: random(8), activation: 'elu' }),
    1,
  ],
  [
    'a bias for all columns',
    (random) => tf.fused.matMul({ a: random(5, 7), b: random(7, 8), bias: random(1), activation: 'relu' }),
    1,
  ],
  [
    'integers that were cast',
    () => {
      const integers = tf.tensor2d([1, 2, 3, 4], [2, 2], 'int32');
      return tf.matMul(tf.cast(tf.add(integers, integers), 'float32'), tf.ones([2, 3]));
    },
    1,
  ],
];

describe.runIf(started.available)('on a device', () => {
  test.each(products)('%s: our product equals that of the plain backend', async (_, compute) => {
    expect(await compare(compute)).toEqual({ ours: 1, stock: 0 });
  });

  test.each(convolutions)(
    '%s: our convolution and its gradients equal those of the plain backend',
    async (_, compute) => {
      expect(await compare(compute)).toEqual({ ours: 4, stock: 0 });
    },
  );

  test.each(['linear', 'relu'] as const)(
    'a convolution with bias and %s equals that of the plain backend',
    async (activation) => {
      expect(await compare(fusedConvolution(activation))).toEqual({ ours: 1, stock: 0 });
    },
  );

  test.each(left)('%s is left to the stock kernel', async (_, compute, calls) => {
    expect(await compare(compute)).toEqual({ ours: 0, stock: calls });
  });

  test('an empty product is left to the stock kernel', async () => {
    await tf.setBackend('webgpu');
    const product = tf.tidy(() => tf.matMul(tf.zeros([0, 3]), tf.ones([3, 2])));
    expect(product.shape).toEqual([0, 2]);
    product.dispose();
  });

  test('the order of calls is kept across submissions, with stock kernels in between', async () => {
    const STEPS = 25;
    const chain: Compute = (random) => {
      let state = random(6, 6);
      for (let step = 0; step < STEPS; step++) {
        state = tf.add(tf.matMul(tf.tanh(state), random(6, 6)), random(6));
      }
      return state;
    };
    expect(await compare(chain)).toEqual({ ours: STEPS, stock: 0 });
  });

  test('scratch memory grows while calls that use it are not submitted yet', async () => {
    const growing: Compute = (random) => [
      tf.matMul(random(4, 4099), random(4099, 8)),
      tf.matMul(random(36, 4099), random(4099, 32)),
    ];
    expect(await compare(growing)).toEqual({ ours: 2, stock: 0 });
  });

  test('neither tensors nor device memory are left behind', async () => {
    const steps: Compute = (random) => [
      tf.matMul(random(4, 4099), random(4099, 8)),
      ...[convolution([2, 16, 16, 8], [3, 3, 8, 4], 1, 'same')(random)].flat(),
    ];
    const memory = () => tf.memory() as tf.MemoryInfo & { numBytesInGPU: number };
    await outputsOn('webgpu', steps);
    const { numTensors, numDataBuffers, numBytesInGPU } = memory();
    await outputsOn('webgpu', steps);
    expect(memory()).toMatchObject({ numTensors, numDataBuffers, numBytesInGPU });
  });

  test('the stock kernels return', () => {
    registerKernels();
    const ours = tf.getKernel('BatchMatMul', 'webgpu').kernelFunc;
    expect(observeKernels()).toMatchObject({ ownKernels: true });
    restoreStockKernels();
    expect(tf.getKernel('BatchMatMul', 'webgpu').kernelFunc).not.toBe(ours);
    expect(observeKernels()).toEqual({ ownKernels: false });
  });
});

test.runIf(!started.available)('without a driver the probe reports a reason', () => {
  expect(started).toMatchObject({ reason: expect.stringMatching(/./) });
});
