import { expect, test } from 'vitest';
import { bits, createBatch, mix, modelValues, oneHot, streamKey } from './generator.ts';
import { mnistCnn } from './mnist-cnn.ts';
import { vgg16Cifar100 } from './vgg16-cifar100.ts';

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

test('seeds and streams do not repeat each other', () => {
  const values = [streamKey(1, 0), streamKey(1, 1), streamKey(2, 0)].flatMap((key) =>
    Array.from({ length: 1000 }, (_, i) => bits(key, i)),
  );
  expect(new Set(values).size).toBe(values.length);
});

test('labels become rows with a single one', () => {
  expect([...oneHot(Int32Array.of(2, 0), 3)]).toEqual([0, 0, 1, 1, 0, 0]);
});
