import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { streamKey, uniformArray } from '../../models/generator.ts';
import { startWasm } from './start.ts';

/** Tolerance for float32 sums of some thousand products of values below 1, added in different orders. */
const TOLERANCE = 2e-5;

beforeAll(async () => {
  // With one thread there are no workers that would keep the test process alive.
  await startWasm(1);
});

/** Runs the same computation on the plain and on the fast backend; each creates its own inputs. */
async function onBoth(compute: (random: (shape: number[]) => tf.Tensor) => tf.Tensor[]) {
  const results = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    let stream = 0;
    const random = (shape: number[]) =>
      tf.tensor(uniformArray(streamKey(7, stream++), tf.util.sizeFromShape(shape), 1), shape);
    const outputs = tf.tidy(() => compute(random));
    results.push(
      await Promise.all(
        outputs.map(async (output) => ({ shape: output.shape, values: await output.data() })),
      ),
    );
    tf.dispose(outputs);
  }
  return results as [
    { shape: number[]; values: Float32Array }[],
    { shape: number[]; values: Float32Array }[],
  ];
}

async function expectEqual(compute: (random: (shape: number[]) => tf.Tensor) => tf.Tensor[]) {
  const [plain, fast] = await onBoth(compute);
  plain.forEach(({ shape, values }, output) => {
    expect(fast[output]?.shape).toEqual(shape);
    const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    expect(largest).toBeGreaterThan(0);
    const error = values.reduce(
      (max, value, i) => Math.max(max, Math.abs(value - fast[output]!.values[i]!)),
      0,
    );
    expect(error / largest).toBeLessThan(TOLERANCE);
  });
}

describe('convolution gradients equal those of the plain backend', () => {
  test.each<
    [string, number[], number[], [number, number], 'same' | 'valid' | tf.backend_util.ExplicitPadding]
  >([
    ['3x3 same', [2, 8, 8, 5], [3, 3, 5, 7], [1, 1], 'same'],
    ['3x3 valid', [3, 9, 7, 4], [3, 3, 4, 6], [1, 1], 'valid'],
    ['2x2 same, padded on one side', [4, 6, 6, 3], [2, 2, 3, 8], [1, 1], 'same'],
    ['1x1', [2, 5, 5, 6], [1, 1, 6, 3], [1, 1], 'valid'],
    ['3x3 same, stride 2, even', [2, 8, 8, 3], [3, 3, 3, 4], [2, 2], 'same'],
    ['3x3 same, stride 2, odd', [2, 9, 7, 3], [3, 3, 3, 4], [2, 2], 'same'],
    ['3x3 valid, stride 2 with rows that no output uses', [2, 8, 10, 2], [3, 3, 2, 3], [2, 2], 'valid'],
    ['1x1 stride 2', [2, 8, 8, 4], [1, 1, 4, 5], [2, 2], 'same'],
    ['different strides', [1, 10, 9, 2], [3, 2, 2, 3], [3, 2], 'valid'],
    [
      'explicit padding',
      [2, 6, 6, 3],
      [3, 3, 3, 2],
      [1, 1],
      [
        [0, 0],
        [2, 1],
        [0, 2],
        [0, 0],
      ],
    ],
    [
      'padding wider than the filter',
      [2, 5, 6, 3],
      [2, 2, 3, 2],
      [1, 1],
      [
        [0, 0],
        [3, 2],
        [2, 3],
        [0, 0],
      ],
    ],
    ['one channel, batch 1', [1, 28, 28, 1], [3, 3, 1, 8], [1, 1], 'valid'],
    ['the last block of VGG16', [4, 2, 2, 32], [3, 3, 32, 32], [1, 1], 'same'],
  ])('%s', async (_, xShape, filterShape, strides, pad) => {
    await expectEqual((random) => {
      const x = random(xShape) as tf.Tensor4D;
      const filter = random(filterShape) as tf.Tensor4D;
      const convolve = (input: tf.Tensor, kernel: tf.Tensor) =>
        tf.conv2d(input as tf.Tensor4D, kernel as tf.Tensor4D, strides, pad);
      return tf.grads(convolve)([x, filter], random(convolve(x, filter).shape));
    });
  });
});

describe('matmul gradients and transposed operands equal those of the plain backend', () => {
  test.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('transposed %s %s', async (transposeA, transposeB) => {
    await expectEqual((random) => {
      const a = random(transposeA ? [2, 9, 6] : [2, 6, 9]);
      const b = random(transposeB ? [2, 5, 9] : [2, 9, 5]);
      const multiply = (left: tf.Tensor, right: tf.Tensor) => tf.matMul(left, right, transposeA, transposeB);
      return [multiply(a, b), ...tf.grads(multiply)([a, b], random([2, 6, 5]))];
    });
  });

  test.each([
    ['small pairs', [3, 2, 5, 4], [3, 2, 4, 6]],
    ['large pairs', [2, 2, 60, 90], [2, 2, 90, 80]],
    ['one pair', [1, 5, 4], [1, 4, 6]],
    ['one matrix shared by all', [4, 5, 3], [1, 3, 2]],
  ])('%s', async (_, aShape, bShape) => {
    await expectEqual((random) => [tf.matMul(random(aShape), random(bShape))]);
  });

  test('dense layer with bias', async () => {
    await expectEqual((random) => {
      const dense = (a: tf.Tensor, b: tf.Tensor, bias: tf.Tensor) =>
        tf.fused.matMul({ a: a as tf.Tensor2D, b: b as tf.Tensor2D, bias });
      return tf.grads(dense)([random([6, 40]), random([40, 12]), random([12])], random([6, 12]));
    });
  });
});

describe('the other gradients that our nets need', () => {
  test('rows of a table, some used often and some never', async () => {
    await expectEqual((random) => {
      const tokens = tf.tensor2d([4, 0, 4, 4, 1, 0], [2, 3], 'int32');
      const take = (table: tf.Tensor) => tf.gather(table, tokens);
      return [tf.grad(take)(random([6, 5]), random([2, 3, 5]))];
    });
  });

  test('max pool, relu, bias and loss', async () => {
    await expectEqual((random) => {
      const labels = tf.cast(tf.oneHot(tf.tensor1d([1, 0, 3], 'int32'), 8), 'float32');
      const loss = (x: tf.Tensor, bias: tf.Tensor) => {
        const pooled = tf.maxPool(tf.relu(tf.add(x, bias)) as tf.Tensor4D, 2, 2, 'valid');
        return tf.losses.softmaxCrossEntropy(labels, tf.reshape(pooled, [3, 8]));
      };
      return tf.grads(loss)([random([3, 4, 4, 2]), random([2])]);
    });
  });

  test('leaks no tensors', async () => {
    await tf.setBackend('wasm');
    const step = () =>
      tf.tidy(() => {
        const x = tf.ones([2, 8, 8, 3]) as tf.Tensor4D;
        const filter = tf.ones([3, 3, 3, 4]) as tf.Tensor4D;
        tf.grads((a, b) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 2, 'same'))([x, filter]);
      });
    step();
    const backend = tf.backend() as unknown as { numDataIds(): number };
    const before = backend.numDataIds();
    step();
    expect(backend.numDataIds()).toBe(before);
  });
});
