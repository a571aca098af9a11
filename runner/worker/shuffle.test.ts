import { expect, test } from 'vitest';
import { seedOfRun, shuffled } from './shuffle.ts';

test('every epoch and every run has a different order that contains every sample once', () => {
  const order = shuffled(1, 0, 1000);
  expect([...order.toSorted()]).toEqual([...Array(1000).keys()]);
  expect(order).not.toEqual(order.toSorted());
  expect(shuffled(1, 1, 1000)).not.toEqual(order);
  expect(shuffled(2, 0, 1000)).not.toEqual(order);
  expect(shuffled(1, 0, 1000)).toEqual(order);
  expect(new Set(Array.from({ length: 1000 }, (_, run) => seedOfRun(42, run))).size).toBe(1000);
});
