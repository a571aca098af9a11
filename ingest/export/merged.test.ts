import { expect, it } from 'vitest';
import { Merged } from './merged.ts';

interface Entry {
  key: string;
  part: number;
}

/** The entries of parts of keys, in the order in which they come out. */
function merged(...parts: string[][]): string[] {
  const all = new Merged<Entry>(({ key }) => key);
  for (const [part, keys] of parts.entries()) all.add(keys.map((key) => ({ key, part })));
  return [...all].map(({ key, part }) => `${key}${part}`);
}

it('is sorted by keys, and equal ones keep the order of their parts', () => {
  expect(merged(['a', 'c', 'e'], [], ['b', 'c', 'd'])).toEqual(['a0', 'b2', 'c0', 'c2', 'd2', 'e0']);
  expect(merged()).toEqual([]);
});

it('is sorted by code units, as the rows are', () => {
  expect(merged(['B', 'a'], ['A', 'b'])).toEqual(['A1', 'B0', 'a0', 'b1']);
});

it('holds more than a block of lines', () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => String(i).padStart(20, '0'));
  const [even, odd] = [0, 1].map((rest) => keys.filter((_, i) => i % 2 === rest));
  expect(merged(even!, odd!).map((one) => one.slice(0, -1))).toEqual(keys);
});
