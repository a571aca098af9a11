import { describe, expect, it } from 'vitest';
import type { Ratio } from '../../data/contract/leaderboard.ts';
import { sampleRow } from '../testing/sample-rows.ts';
import { ends, ratioKinds, spread } from './ratio-pairs.ts';

const ratio = (value: number, kind: Ratio['kind'] = 'gpu-over-cpu'): Ratio => ({
  kind,
  machine: 'pc',
  workload: 'vgg16-cifar100',
  mode: 'train',
  engine: 'tensorflow',
  value,
  rows: ['gpu', 'cpu'],
  caveat: null,
});

describe('ratios within one machine', () => {
  it('are gathered by kind, the greatest first, with their rows', () => {
    const rows = new Map([['gpu', sampleRow({ id: 'gpu' })]]);
    const kinds = ratioKinds([ratio(2), ratio(8), ratio(3), ratio(1.5, 'half-over-float32')], rows);
    expect(kinds.map(({ kind, median, least, most }) => [kind, median, least, most])).toEqual([
      ['gpu-over-cpu', 3, 2, 8],
      ['half-over-float32', 1.5, 1.5, 1.5],
    ]);
    expect(kinds[0]!.pairs[0]!.sides.map((side) => side?.id)).toEqual(['gpu', undefined]);
  });

  it('of 10,000 pairs are drawn as an even sample that keeps both ends', () => {
    const list = Array.from({ length: 10_000 }, (_, i) => i);
    const drawn = spread(list, 60);
    expect(drawn).toHaveLength(60);
    expect([drawn[0], drawn.at(-1)]).toEqual([0, 9999]);
    expect(spread([1, 2], 60)).toEqual([1, 2]);
  });

  it('are listed from both ends', () => {
    const list = Array.from({ length: 20 }, (_, i) => i);
    expect(ends(list, 3)).toEqual({ first: [0, 1, 2], last: [17, 18, 19], between: 14 });
    expect(ends([1, 2, 3, 4, 5], 2)).toEqual({ first: [1, 2], last: [4, 5], between: 1 });
    expect(ends([1, 2, 3], 2)).toEqual({ first: [1, 2, 3], last: [], between: 0 });
  });
});
