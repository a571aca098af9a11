import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
// Registers every gradient.
import '@tensorflow/tfjs-layers';
import { expect, test } from 'vitest';
import { streamKey, uniformArray } from '../../../models/generator.ts';
import { isFilterGradientReplaced, replaceFilterGradient } from './filter-gradient.ts';

type Case = [
  name: string,
  images: [number, number, number, number],
  filter: [number, number, number, number],
  stride: number,
  pad: 'same' | 'valid',
];

const uniform = (stream: number, shape: number[]) =>
  tf.tensor(uniformArray(streamKey(5, stream), tf.util.sizeFromShape(shape), 1), shape);

/** The filter gradient by the stock kernel or ours, both on the plain backend. */
function gradient(ours: boolean, [, images, filter, stride, pad]: Case): tf.Tensor {
  replaceFilterGradient('cpu', ours);
  expect(isFilterGradientReplaced('cpu')).toBe(ours);
  const loss = (weights: tf.Tensor) =>
    tf.sum(tf.square(tf.conv2d(uniform(0, images) as tf.Tensor4D, weights as tf.Tensor4D, stride, pad)));
  return tf.tidy(() => tf.grad(loss)(uniform(1, filter)));
}

test.each<Case>([
  ['3x3 same', [2, 5, 4, 33], [3, 3, 33, 3], 1, 'same'],
  ['3x3 same with few channels', [2, 5, 4, 3], [3, 3, 3, 4], 1, 'same'],
  ['3x3 valid', [2, 6, 5, 32], [3, 3, 32, 2], 1, 'valid'],
  ['2x2 same, padded on one side', [3, 6, 6, 3], [2, 2, 3, 5], 1, 'same'],
  ['1x1', [2, 3, 3, 40], [1, 1, 40, 3], 1, 'valid'],
  ['1x1, stride 2', [2, 5, 6, 34], [1, 1, 34, 3], 2, 'valid'],
  ['3x3 same, stride 2, even', [2, 8, 8, 33], [3, 3, 33, 2], 2, 'same'],
  ['3x3 same, stride 2, odd', [2, 7, 9, 3], [3, 3, 3, 2], 2, 'same'],
  ['a patch embedding', [2, 12, 12, 2], [6, 6, 2, 4], 6, 'valid'],
])('%s: the filter gradient equals that of the stock kernel', async (...layer) => {
  await tf.setBackend('cpu');
  const before = tf.memory().numTensors;
  const [stock, ours] = [gradient(false, layer), gradient(true, layer)];
  expect(ours.shape).toEqual(stock.shape);
  const largest = tf.tidy(() => tf.max(tf.abs(stock)).dataSync()[0]!);
  const error = tf.tidy(() => tf.max(tf.abs(tf.sub(stock, ours))).dataSync()[0]!);
  expect(largest).toBeGreaterThan(0);
  expect(error / largest).toBeLessThan(1e-5);
  tf.dispose([stock, ours]);
  expect(tf.memory().numTensors).toBe(before);
});
