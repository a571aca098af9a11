import { expect, test } from 'vitest';
import { bitsComparison } from './bits.ts';

const exact = Float32Array.from({ length: 4096 }, (_, i) => Math.sin(i) / (1 + i));

/** The leading 8 significant bits. */
const toBfloat16 = (values: Float32Array): Float32Array => {
  const words = new Uint32Array(values.slice().buffer).map((word) => (word & 0xffff_0000) >>> 0);
  return new Float32Array(words.buffer);
};

const errorOf = (...arrays: ArrayLike<number>[]) =>
  bitsComparison(arrays.map((spaced) => ({ spaced }))).error;

test('a gradient with more bits than bfloat16 passes', () => {
  expect(errorOf(exact)).toBeLessThan(0.01);
  // A loss scale or another constant factor changes nothing.
  expect(errorOf(exact.map((x) => x * 1024 * 0.1))).toBeLessThan(0.01);
});

test('one array of bfloat16 among others does not', () => {
  expect(errorOf(exact, toBfloat16(exact))).toBe(1);
  // As it is read from the state of an optimizer.
  const kept = Float32Array.from(toBfloat16(exact), (x) => Math.fround(Math.fround(x * 0.1) / 0.1));
  expect(errorOf(kept)).toBeGreaterThan(0.99);
});

test('zeros and arrays of few elements tell nothing', () => {
  expect(errorOf(new Float32Array(4096))).toBe(0);
  expect(errorOf([1, 2, 3], [0.5])).toBe(0);
});
