import { expect, test } from 'vitest';
import { batchSizes, enlargement, inBatches } from './batches.ts';

test('accepts only enlargements by a whole number with the same channels', () => {
  expect(enlargement([32, 32, 3], [224, 224, 3])).toBe(7);
  expect(enlargement([28, 28, 1], [28, 28, 1])).toBe(1);
  expect(() => enlargement([28, 28, 1], [224, 224, 3])).toThrow('cannot be enlarged');
  expect(() => enlargement([32, 32, 3], [48, 48, 3])).toThrow('by a whole number');
  expect(() => enlargement([32, 32, 3], [64, 96, 3])).toThrow('cannot be enlarged');
});

test.each([
  [60_000, 256, [256, 96]],
  [60_000, 100, [100]],
  [5, 8, [5]],
  [8, 8, [8]],
])('%i samples in batches of %i', async (samples, size, sizes) => {
  expect(batchSizes(samples, size)).toEqual(sizes);
  const seen: number[] = [];
  await inBatches(
    Int32Array.from({ length: samples }, (_, place) => place),
    size,
    async (places, step) => {
      expect(places[0]).toBe(step * size);
      seen.push(places.length);
    },
  );
  expect([...new Set(seen)]).toEqual(sizes);
  expect(seen.reduce((sum, count) => sum + count)).toBe(samples);
});
