import { expect, test } from 'vitest';
import { attentionLayer } from '../workloads/attention.ts';
import { deitSmall } from '../workloads/deit-small.ts';
import { mnistCnn } from '../workloads/mnist-cnn.ts';
import { resnet18 } from '../workloads/resnet18.ts';
import { transformerEncoder } from '../workloads/transformer-encoder.ts';
import { vgg16Cifar100 } from '../workloads/vgg16-cifar100.ts';
import { bits, createBatch, mix, modelValues, oneHot, streamKey } from './generator.ts';
import { atLength } from './layers.ts';

/** Golden values: computed by an independent implementation in Python's unbounded integers. */
const floatBits = ({ buffer }: { buffer: ArrayBuffer }) => new Uint32Array(buffer);

test('the mixer and the keyed hash give the golden 32-bit integers', () => {
  expect([0, 1, 2, 0xffff_ffff].map(mix)).toEqual([0, 1753845952, 3507691905, 1734902346]);
  expect([0, 1, 2].map((i) => bits(streamKey(42, 0), i))).toEqual([3775335865, 1970303583, 2340470519]);
});

test('weights are equal to the bit, biases are zero', () => {
  const values = modelValues(mnistCnn, 42);
  expect([...floatBits(values[0]!).slice(0, 4)]).toEqual([1058959872, 3179935511, 1033258483, 3201924582]);
  expect([...floatBits(values[8]!).slice(0, 4)]).toEqual([1025883866, 3187848105, 3179924039, 3174242139]);
  expect(values[9]).toEqual(new Float32Array(10));
});

test('batches are equal to the bit', () => {
  const { inputs, labels } = createBatch(vgg16Cifar100, 42, 0, 8);
  expect([...floatBits(inputs).slice(0, 4)]).toEqual([1064741258, 1056867170, 1042716964, 1063359118]);
  expect(floatBits(inputs)[8 * 3072 - 1]).toBe(1044042452);
  expect([...labels]).toEqual([9, 41, 30, 91, 20, 89, 96, 4]);
});

test('a batch is a window of one endless data set with values in [0, 1)', () => {
  const whole = createBatch(mnistCnn, 7, 0, 6);
  const part = createBatch(mnistCnn, 7, 4, 2);
  expect(part.inputs).toEqual(whole.inputs.slice(4 * 784));
  expect(part.labels).toEqual(whole.labels.slice(4));
  expect(whole.inputs.every((value) => value >= 0 && value < 1)).toBe(true);
});

test('tokens are equal to the integer, at any length', () => {
  const { inputs, labels } = createBatch(transformerEncoder, 42, 0, 8);
  expect([...inputs.slice(0, 8)]).toEqual([1636, 2260, 271, 3765, 8267, 1026, 8922, 2582]);
  expect([...inputs.slice(-8)]).toEqual([3606, 6469, 9060, 7454, 8425, 2640, 2525, 2016]);
  expect([...labels]).toEqual([9, 1, 0, 1, 0, 9, 6, 4]);
  const long = createBatch(atLength(transformerEncoder, 4096), 42, 1, 1).inputs;
  expect([...long.slice(0, 4)]).toEqual([5806, 4881, 8827, 1598]);
  expect(long).toBeInstanceOf(Int32Array);
});

test('half of the tokens are words of the class, which distinguishes the classes', () => {
  const { inputs, labels } = createBatch(atLength(transformerEncoder, 2048), 1, 0, 12);
  const frequent = (sample: number) => {
    const counts = new Map<number, number>();
    for (const token of inputs.subarray(sample * 2048, (sample + 1) * 2048))
      counts.set(token, (counts.get(token) ?? 0) + 1);
    return new Set([...counts].filter(([, times]) => times > 10).map(([token]) => token));
  };
  const words = [...labels].map((_, sample) => frequent(sample));
  expect(words.every(({ size }) => size > 28 && size <= 32)).toBe(true);
  labels.forEach((label, sample) => {
    const shared = [...words[sample]!].filter((word) => words[0]!.has(word)).length;
    expect(shared > 16).toBe(label === labels[0]);
  });
});

test('features are uniform in [-1, 1) and have no class', () => {
  const { inputs, labels } = createBatch(attentionLayer, 42, 1, 2);
  expect([...floatBits(inputs).slice(0, 4)]).toEqual([1053364032, 3201293420, 1064226408, 3212014196]);
  expect(inputs.every((value) => value >= -1 && value < 1)).toBe(true);
  expect([...labels]).toEqual([0, 0]);
});

test('start values other than those of matrices are equal to the bit too', () => {
  const [, , token] = modelValues({ ...deitSmall, layers: deitSmall.layers.slice(0, 3) }, 42);
  expect([...floatBits(token!).slice(0, 4)]).toEqual([3168892816, 3171021193, 1020313789, 1012808331]);
  const [table] = modelValues({ ...transformerEncoder, layers: transformerEncoder.layers.slice(0, 1) }, 42);
  expect([...floatBits(table!).slice(0, 4)]).toEqual([1030597376, 3150901923, 1004628205, 3173195372]);
  const values = modelValues({ ...resnet18, layers: resnet18.layers.slice(0, 2) }, 42);
  expect(values.slice(1)).toEqual([new Float32Array(64).fill(1), new Float32Array(64)]);
});

test('seeds and streams do not repeat each other', () => {
  const values = [streamKey(1, 0), streamKey(1, 1), streamKey(2, 0)].flatMap((key) =>
    Array.from({ length: 1000 }, (_, i) => bits(key, i)),
  );
  expect(new Set(values).size).toBe(values.length);
});

test('labels become rows with a single one', () => {
  expect([...oneHot(Int32Array.of(2, 0), 3)]).toEqual([0, 0, 1, 1, 0, 0]);
});
