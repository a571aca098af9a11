import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { expect, test } from 'vitest';
import type { Recipe } from '../../../data/contract/words.ts';
import { streamKey, uniformArray } from '../../models/generator.ts';
import { nets } from '../../testing/tiny-nets.ts';
import { differenceFromCpu } from '../tfjs/testing/everything.ts';
import { openDawn } from '../webgpu/dawn.ts';
import { startWebgpu } from './start.ts';

const started = await startWebgpu('optimized');

test('an unknown platform gets a remedy', async () => {
  expect(await openDawn('aix')).toMatchObject({
    adapter: null,
    reason: expect.stringContaining('aix'),
    remedy: expect.stringContaining('--engine wasm'),
  });
});

/** Gradients of a convolution, a relu, a max pool and a sum, with the same values on each backend. */
async function gradients(backend: string): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const outputs = tf.tidy(() => {
    const values = (stream: number, shape: number[]) =>
      tf.tensor(uniformArray(streamKey(3, stream), tf.util.sizeFromShape(shape), 1), shape);
    const loss = (x: tf.Tensor, filter: tf.Tensor) => {
      const y = tf.relu(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same'));
      return tf.sum(tf.square(tf.maxPool(y as tf.Tensor4D, 2, 2, 'valid')));
    };
    return tf.grads(loss)([values(0, [2, 6, 6, 4]), values(1, [3, 3, 4, 8])]);
  });
  const read = (await Promise.all(outputs.map((output) => output.data()))) as Float32Array[];
  tf.dispose(outputs);
  return read;
}

if (started.available) {
  const { backend } = started;

  test('gradients on the GPU equal those of the plain backend', async () => {
    const plain = await gradients('cpu');
    const gpu = await gradients('webgpu');
    plain.forEach((values, i) => {
      const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
      expect(largest).toBeGreaterThan(0);
      const error = values.reduce((max, value, at) => Math.max(max, Math.abs(value - gpu[i]![at]!)), 0);
      expect(error / largest).toBeLessThan(2e-5);
    });
  });

  test.each(nets)(
    '%s: outputs, loss and gradients equal those of the plain backend',
    async (_, model) => {
      expect(await differenceFromCpu('webgpu', model)).toBeLessThan(5e-5);
    },
    240_000,
  );

  test('only the optimized recipe has our kernels', async () => {
    const ownKernels = async (recipe: Recipe) => {
      const restarted = await startWebgpu(recipe);
      return restarted.available && restarted.backend.observed().ownKernels;
    };
    expect(await ownKernels('naive')).toBe(false);
    expect(await ownKernels('optimized')).toBe(true);
  });

  test('after waiting the work is done and its memory is counted', async () => {
    await tf.setBackend('webgpu');
    const ones = tf.ones([32, 32]);
    const product = tf.matMul(ones, ones);
    await backend.finish(product);
    expect((await product.data())[5]).toBe(32);
    expect(backend.peakMemory()).toMatchObject({ method: 'gpu-allocated' });
    expect(backend.peakMemory()?.bytes).toBeGreaterThan(2 * 32 * 32 * 4);
    tf.dispose([ones, product]);
  });
} else {
  test('without a driver the probe reports a reason and a remedy', () => {
    expect(started).toMatchObject({ reason: expect.stringMatching(/./), remedy: expect.stringMatching(/./) });
  });
}
