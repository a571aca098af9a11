import { describe, expect, test } from 'vitest';
import { sampledPart, sampledParts } from './sampled-parts.ts';

test('of a trained array, consecutive elements from the middle are read', () => {
  expect(sampledPart(10)).toEqual({ first: 0, count: 10 });
  expect(sampledPart(1000)).toEqual({ first: 468, count: 64 });
});

describe('sampled parts of a batch', () => {
  test('are all of a small array', () => {
    expect(sampledParts([32, 8, 8])).toEqual([{ first: 0, count: 2048 }]);
  });

  test('are whole samples of a large one, evenly spaced', () => {
    const parts = sampledParts([256, 128, 128]);
    expect(parts).toHaveLength(8);
    expect(parts[0]).toEqual({ first: 0, count: 2 * 128 * 128 });
    expect(parts[7]).toEqual({ first: 224 * 128 * 128, count: 2 * 128 * 128 });
  });

  test('are two samples at least', () => {
    expect(sampledParts([64, 1024, 1024])).toEqual([{ first: 0, count: 2 * 1024 * 1024 }]);
    expect(sampledParts([1, 1024, 1024])).toEqual([{ first: 0, count: 1024 * 1024 }]);
  });
});
