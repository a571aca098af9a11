import { describe, expect, test } from 'vitest';
import { attentionLayer } from '../workloads/attention.ts';
import { deitSmall, deitSmallLayers } from '../workloads/deit-small.ts';
import { fashionCnn } from '../workloads/fashion-cnn.ts';
import { imageCnn } from '../workloads/image-cnn.ts';
import { models } from '../workloads/index.ts';
import { mnistCnn } from '../workloads/mnist-cnn.ts';
import { resnet18 } from '../workloads/resnet18.ts';
import { transformerEncoder } from '../workloads/transformer-encoder.ts';
import { vgg16Cifar100 } from '../workloads/vgg16-cifar100.ts';
import { atLength, conv, dense, flatten, pool, residual, selfAttention } from './layers.ts';
import { forwardMacs, modelShapes, modelWeights, parameterCount, stepsPerEpoch } from './shapes.ts';

describe('the published facts of each model', () => {
  test.each([
    [mnistCnn, 93_322, 2.794e6, 938],
    [fashionCnn, 412_778, 2.21e6, 938],
    [vgg16Cifar100, 34_006_948, 332.5e6, 391],
    [imageCnn, 11_170_250, 472e6, 32],
    [resnet18, 11_173_962, 4 * 555.4e6, 32],
    [transformerEncoder, 24_039_434, 959e6, 32],
    [deitSmall, 21_704_164, 4599e6, 1563],
  ])('$id', (model, parameters, macs, steps) => {
    expect(parameterCount(model)).toBe(parameters);
    expect(Math.abs(forwardMacs(model) / macs - 1)).toBeLessThan(5e-4);
    expect(stepsPerEpoch(model, model.batchSize.naive)).toBe(steps);
  });

  test('every model has a unique id', () => {
    expect(new Set(models.map((model) => model.id)).size).toBe(models.length);
  });

  test('resnet18 on 32x32 images, where its multiply-accumulates are published', () => {
    const small = { ...resnet18, inputShape: [32, 32, 3] };
    expect(forwardMacs(small)).toBe(555_422_720);
    expect(parameterCount(small)).toBe(11_173_962);
  });

  test('deit-small with the 1000 classes of ImageNet; attention costs 358 million', () => {
    const imagenet = { ...deitSmall, layers: deitSmallLayers(1000) };
    expect(parameterCount(imagenet)).toBe(22_050_664);
    expect(Math.abs(forwardMacs(imagenet) / 4599e6 - 1)).toBeLessThan(5e-4);
    const projections = 4 * 197 * 384 ** 2;
    const attention = modelShapes(imagenet)
      .flatMap(({ body }) => body)
      .filter(({ layer }) => layer.kind === 'self-attention')
      .reduce((sum, { macs }) => sum + macs - projections, 0);
    expect(Math.round(attention / 1e6)).toBe(358);
  });

  test.each([
    [128, 2_517e6],
    [512, 11_274e6],
    [2048, 64_425e6],
    [4096, 180_389e6],
  ])('transformer-encoder over %i tokens, with the same weights', (length, macs) => {
    const longer = atLength(transformerEncoder, length);
    expect(Math.abs(forwardMacs(longer) / macs - 1)).toBeLessThan(5e-4);
    expect(modelWeights(longer)).toEqual(modelWeights(transformerEncoder));
  });

  test('one attention layer: four projections, scores and weighted sums', () => {
    expect(parameterCount(attentionLayer)).toBe(4 * (512 * 512 + 512));
    expect(forwardMacs(atLength(attentionLayer, 256))).toBe(4 * 512 ** 2 * 256 + 2 * 512 * 256 ** 2);
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

test('shapes follow images through patches, tokens and pools', () => {
  const shapes = modelShapes(deitSmall).map(({ outputShape }) => outputShape);
  expect(shapes.slice(0, 5)).toEqual([
    [14, 14, 384],
    [196, 384],
    [197, 384],
    [197, 384],
    [197, 384],
  ]);
  expect(shapes.slice(-3)).toEqual([[197, 384], [384], [100]]);
  expect(modelShapes(transformerEncoder).slice(-2)).toMatchObject([
    { outputShape: [512] },
    { outputShape: [10] },
  ]);
});

test('a residual holds its layers, and its weights are those of body and shortcut', () => {
  const shape = modelShapes(resnet18)[7]!;
  expect(shape.body.map(({ layer }) => layer.kind)).toEqual([
    'conv2d',
    'batch-norm',
    'activation',
    'conv2d',
    'batch-norm',
  ]);
  expect(shape.weights.map(({ name }) => name)).toEqual([
    ...['7.body.0.kernel', '7.body.1.scale', '7.body.1.shift'],
    ...['7.body.3.kernel', '7.body.4.scale', '7.body.4.shift'],
    ...['7.shortcut.0.kernel', '7.shortcut.1.scale', '7.shortcut.1.shift'],
  ]);
  expect(shape.weights).toEqual([...shape.body, ...shape.shortcut].flatMap(({ weights }) => weights));
  expect(shape.macs).toBe((9 * 64 + 9 * 128 + 64) * 128 * 32 * 32);
});

test('every residual ends where it began; a body that does not is refused', () => {
  const layers = [residual([dense(3, 'relu')])];
  expect(() => modelShapes({ inputShape: [4], layers })).toThrow(
    'layer 0: the body gives [3] and the shortcut [4]',
  );
});

test('heads divide the units of their layer', () => {
  expect(() => modelShapes({ inputShape: [5, 8], layers: [selfAttention(3)] })).toThrow(
    '8 units do not divide into 3 heads',
  );
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

test('a rectifier behind a normalisation counts, the end of a body and a linear layer do not', () => {
  const starts = new Map(modelWeights(resnet18).map(({ name, start }) => [name, start]));
  expect(starts.get('3.body.0.kernel')).toEqual({ kind: 'uniform', limit: Math.sqrt(6 / 576) });
  expect(starts.get('3.body.3.kernel')).toEqual({ kind: 'uniform', limit: Math.sqrt(6 / (576 + 576)) });
  const [, gelu, , linear] = modelWeights(deitSmall).filter(({ shape }) => `${shape}`.includes('1536'));
  expect(gelu).toMatchObject({ name: '5.body.1.bias' });
  expect(linear).toMatchObject({ shape: [384, 1536], start: { limit: Math.sqrt(6 / 384) } });
});

test('norms start at one and zero; embedding, class token and positions with their deviation', () => {
  const named = (net: Parameters<typeof modelWeights>[0], name: string) =>
    modelWeights(net).find((weight) => weight.name === name);
  expect(named(resnet18, '1.scale')).toEqual({
    name: '1.scale',
    shape: [64],
    start: { kind: 'constant', value: 1 },
  });
  expect(named(transformerEncoder, '4.shift')?.start).toEqual({ kind: 'constant', value: 0 });
  expect(named(transformerEncoder, '0.table')).toEqual({
    name: '0.table',
    shape: [10_000, 512],
    start: { kind: 'uniform', limit: Math.sqrt(1 / 512) * Math.sqrt(3) },
  });
  const start = { kind: 'uniform', limit: 0.02 * Math.sqrt(3) };
  expect(named(deitSmall, '2.token')).toEqual({ name: '2.token', shape: [384], start });
  expect(named(deitSmall, '3.positions')).toEqual({ name: '3.positions', shape: [197, 384], start });
});

test('a convolution behind flatten is refused with the remedy', () => {
  expect(() => modelShapes({ inputShape: [4, 4, 1], layers: [flatten, conv(1, 2, 'same')] })).toThrow(
    'put it before flatten',
  );
});
