import { describe, expect, it } from 'vitest';
import { toAscending } from './ascending.ts';

/** The same numbers each time, close together with a tail, as samples are: about 1. */
let state = 7;
function near(): number {
  state = (state * 48_271) % 0x7fff_ffff;
  return 1 - 0.01 * Math.log(state / 0x7fff_ffff);
}

const list = (length: number, at: (i: number) => number) => Array.from({ length }, (_, i) => at(i));

const lists: [name: string, values: number[]][] = [
  ['no value', []],
  ['one value', [3]],
  ['equal values', list(300, () => 5)],
  ['two values in turn', list(301, (i) => i % 2)],
  ['times', list(400, () => Math.round(7_654_321 * near()))],
  ['times with one outlier far above', [...list(400, () => 1000 * near()), 8.64e13]],
  ['times with one outlier far below', [...list(400, () => 8e13 * near()), 1]],
  ['values in order', list(5000, (i) => i)],
  ['values in reverse order', list(5000, (i) => -i)],
  ['values on both sides of zero', list(100, (i) => ((i * 37) % 101) - 50.5)],
  ['huge values', list(100, (i) => ((i * 37) % 101) * 1e306)],
  ['more values than a file holds', list(70_000, (i) => (i * 7919) % 70_001)],
];

describe('toAscending', () => {
  it.each(lists)('sorts %s and leaves the list as it is', (_, values) => {
    const before = [...values];
    expect([...toAscending(values)]).toEqual([...before].sort((a, b) => a - b));
    expect(values).toEqual(before);
  });

  it('sorts lists of every length', () => {
    for (let length = 0; length < 600; length++) {
      const values = list(length, () => Math.round(50_000 * near()));
      expect([...toAscending(values)]).toEqual([...values].sort((a, b) => a - b));
    }
  });
});
