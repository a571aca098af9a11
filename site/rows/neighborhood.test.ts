import { describe, expect, it } from 'vitest';
import { neighborhood, quotas } from './neighborhood.ts';

const rows = Array.from({ length: 100 }, (_, position) => position);
const of = (most: number, ...important: number[]) =>
  neighborhood(rows, most, (position) => important.includes(position));

describe('a neighborhood', () => {
  it('is the first rows if nothing matters', () => {
    expect(of(5)).toEqual([0, 1, 2, 3, 4]);
  });

  it('has what matters with its neighbors, wherever it is', () => {
    expect(of(10, 50)).toEqual([0, 1, 2, 3, 4, 5, 6, 49, 50, 51]);
    expect(of(10, 99)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 98, 99]);
    expect(of(10, 0)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('keeps half of its rows for the first ones', () => {
    const found = of(10, ...rows.filter((position) => position > 40));
    expect(found).toHaveLength(10);
    expect(found.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
  });

  it('is everything where everything fits', () => {
    expect(of(100, 3)).toEqual(rows);
  });
});

it.each([
  [[5, 3], 80, [5, 3]],
  [[100, 100], 80, [40, 40]],
  [[100], 80, [80]],
  [[100, 2, 2], 80, [76, 2, 2]],
  [[10, 100, 100], 80, [10, 35, 35]],
  [[], 80, []],
])('of lists of %j rows, %d have %j', (lengths, most, expected) => {
  expect(quotas(lengths, most)).toEqual(expected);
});
