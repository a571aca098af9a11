import { expect, test } from 'vitest';
import { fillBatch, fillLabels } from './fill.ts';

test('samples and labels are repeated in order', () => {
  const samples = Float32Array.of(1, 2, 3, 4);
  expect([...fillBatch(samples, 4, { inputShape: [2] })]).toEqual([1, 2, 3, 4, 1, 2, 3, 4]);
  expect([...fillBatch(samples, 3, { inputShape: [2] })]).toEqual([1, 2, 3, 4, 1, 2]);
  expect([...fillLabels(Int32Array.of(5, 6), 4)]).toEqual([5, 6, 5, 6]);
});
