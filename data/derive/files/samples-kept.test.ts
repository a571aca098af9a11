import { expect, it } from 'vitest';
import { isKept, samplesKept } from './samples-kept.ts';

it('keeps as many samples of a list as a file has room for', () => {
  expect([0, 1, 6, 7, 215, 600, 10_000].map(samplesKept)).toEqual([5000, 5000, 5000, 4285, 139, 50, 50]);
});

it('knows the lengths that it chooses', () => {
  for (const lists of [1, 6, 7, 52, 215, 600, 10_000]) expect(isKept(samplesKept(lists), lists)).toBe(true);
  // No number of lists leaves room for these, or only a larger one.
  expect([4999, 1000, 140, 51, 49, 1].map((kept) => isKept(kept, 20))).toEqual(new Array(6).fill(false));
  expect([isKept(1000, 30), isKept(1000, 29), isKept(140, 214)]).toEqual([true, false, true]);
});
