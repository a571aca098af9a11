import { expect, test } from 'vitest';
import { bytesPerToken, flopsPerItem, forwardMacs, promptTflops } from './work.ts';

/** Six layers of width 512 and feed-forward 2048. */
const encoder = {
  macs: { constant: 5120, perToken: 18_874_368, perTokenSquared: 6144 },
  sequenceLength: 50,
};

const cell = { mode: 'infer', size: null, sequenceLength: null } as const;

test('counts sequences of the requested length, by default of the usual one', () => {
  expect(forwardMacs(encoder, { ...cell, sequenceLength: 128 })).toBe(
    5120 + 18_874_368 * 128 + 6144 * 128 ** 2,
  );
  expect(forwardMacs(encoder, cell)).toBe(forwardMacs(encoder, { ...cell, sequenceLength: 50 }));
});

test('attention alone is the quadratic part, and a matrix product takes n^3', () => {
  expect(forwardMacs(encoder, { mode: 'op', size: null, sequenceLength: 128 })).toBe(6144 * 128 ** 2);
  expect(
    forwardMacs({ macs: null, sequenceLength: null }, { mode: 'op', size: 10, sequenceLength: null }),
  ).toBe(1000);
});

test('training takes three times the operations of a forward pass, two to a multiply-accumulate', () => {
  const image = { macs: { constant: 7, perToken: 0, perTokenSquared: 0 }, sequenceLength: null };
  expect(flopsPerItem(image, cell)).toBe(14);
  expect(flopsPerItem(image, { ...cell, mode: 'train' })).toBe(42);
});

test('a language model is read and computed once per token, in a mixture only the active experts', () => {
  const model = {
    name: 'A model',
    quantization: 'Q4_0',
    sha256: '0'.repeat(64),
    generated: false,
    gpuLayers: null,
    parameters: 8e9,
    activeParameters: null,
    bytes: 4.5e9,
  };
  expect(bytesPerToken(model)).toBe(4.5e9);
  expect(promptTflops(model, 1000)).toBe(16);
  const mixture = { ...model, activeParameters: 2e9 };
  expect(bytesPerToken(mixture)).toBe(1.125e9);
  expect(promptTflops(mixture, 1000)).toBe(4);
});
