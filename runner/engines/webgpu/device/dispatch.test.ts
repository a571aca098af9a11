import { expect, test } from 'vitest';
import { cutGrid } from './dispatch.ts';

test('a short dispatch stays whole', () => {
  expect(cutGrid({ grid: [3, 2, 1], flops: 10 }, 10)).toEqual([{ grid: [3, 2, 1], origin: [0, 0, 0] }]);
  expect(cutGrid({ grid: [3, 2, 1], flops: 0 }, 10)).toHaveLength(1);
});

test('a long one is cut along its longest dimension, and the pieces cover every workgroup once', () => {
  const pieces = cutGrid({ grid: [2, 7, 3], flops: 100 }, 30);
  expect(pieces).toEqual([
    { grid: [2, 2, 3], origin: [0, 0, 0] },
    { grid: [2, 2, 3], origin: [0, 2, 0] },
    { grid: [2, 2, 3], origin: [0, 4, 0] },
    { grid: [2, 1, 3], origin: [0, 6, 0] },
  ]);
});
