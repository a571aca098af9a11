import { describe, expect, test } from 'vitest';
import { fashionCnn } from './fashion-cnn.ts';
import { models } from './index.ts';
import { conv, dense, flatten, pool } from './layers.ts';
import { mnistCnn } from './mnist-cnn.ts';
import {
  forwardMacs,
  modelShapes,
  modelWeights,
  parameterCount,
  stepsPerEpoch,
  trainingFlops,
} from './shapes.ts';
import { vgg16Cifar100 } from './vgg16-cifar100.ts';

describe('the published facts of each model', () => {
  test.each([
    [mnistCnn, 93_322, 2.794e6, 938],
    [fashionCnn, 412_778, 2.21e6, 938],
    [vgg16Cifar100, 34_006_948, 332.5e6, 391],
  ])('$id', (model, parameters, macs, steps) => {
    expect(parameterCount(model)).toBe(parameters);
    expect(Math.abs(forwardMacs(model) / macs - 1)).toBeLessThan(5e-4);
    expect(trainingFlops(model)).toBe(6 * forwardMacs(model));
    expect(stepsPerEpoch(model, model.batchSize.naive)).toBe(steps);
  });

  test('every model has an id of its own', () => {
    expect(new Set(models.map((model) => model.id)).size).toBe(models.length);
  });
});

test('shapes follow padding, stride and the rest that a pool drops', () => {
  const shapes = modelShapes({
    inputShape: [11, 9, 2],
    layers: [
      conv(4, 3, 'valid'),
      pool(2),
      { ...conv(8, 3, 'same'), stride: 2 },
      flatten,
      dense(5, 'softmax'),
    ],
  }).map((shape) => shape.outputShape);
  expect(shapes).toEqual([[9, 7, 4], [4, 3, 4], [2, 2, 8], [32], [5]]);
});

test('relu layers start He-uniform, the head Glorot-uniform, biases at zero', () => {
  const weights = modelWeights(mnistCnn);
  expect(weights.map((weight) => weight.name)).toEqual([
    ...['0.kernel', '0.bias', '2.kernel', '2.bias', '4.kernel', '4.bias'],
    ...['6.kernel', '6.bias', '7.kernel', '7.bias'],
  ]);
  expect(weights[0]?.start).toEqual({ kind: 'uniform', limit: Math.sqrt(6 / 9) });
  expect(weights[8]?.start).toEqual({ kind: 'uniform', limit: Math.sqrt(6 / 74) });
  const biases = weights.filter((weight) => weight.shape.length === 1).map((weight) => weight.start);
  expect(biases).toEqual(biases.map(() => ({ kind: 'constant', value: 0 })));
});

test('a convolution behind flatten is refused with the way to mend it', () => {
  expect(() => modelShapes({ inputShape: [4, 4, 1], layers: [flatten, conv(1, 2, 'same')] })).toThrow(
    'put it before flatten',
  );
});
