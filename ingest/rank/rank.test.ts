import { describe, expect, it } from 'vitest';
import type { Row } from '../../data/contract/leaderboard.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { toCandidate } from '../candidates/measured.ts';
import { subject, submission, vgg } from '../testing/samples.ts';
import { placesOf } from './rank.ts';

const measured = subject(submission([vgg(300)]));
const base = toCandidate(measured.file, measured.measurements[0]!, { flags: [], withheld: null });

function candidate(
  id: string,
  value: number,
  change: Partial<Row> = {},
  rest: Partial<Candidate> = {},
): Candidate {
  return { ...base, row: { ...base.row, id, value, ci: null, ...change }, ...rest };
}
const within = (low: number, high: number) => ({ ci: { low, high, kind: 'range' as const } });
const ranks = (candidates: Candidate[]) => {
  const places = placesOf(candidates);
  return candidates.map(({ row }) => [places.get(row.id)?.rank, ...(places.get(row.id)?.rankBand ?? [])]);
};

describe('placesOf', () => {
  it('ranks seconds from the smallest, rates from the largest', () => {
    expect(ranks([candidate('a', 30), candidate('b', 10), candidate('c', 20)])).toEqual([
      [3, 3, 3],
      [1, 1, 1],
      [2, 2, 2],
    ]);
    const rates = { metric: 'tflops' as const };
    expect(ranks([candidate('a', 30, rates), candidate('b', 10, rates)])).toEqual([
      [1, 1, 1],
      [2, 2, 2],
    ]);
  });

  it('lets equal values share a place and skips the next one', () => {
    expect(ranks([candidate('a', 10), candidate('b', 10), candidate('c', 11)])).toEqual([
      [1, 1, 2],
      [1, 1, 2],
      [3, 3, 3],
    ]);
  });

  it('widens the band of a place by every interval that overlaps', () => {
    const candidates = [
      candidate('a', 10, within(9, 12)),
      candidate('b', 11, within(10, 13)),
      candidate('c', 20, within(19, 21)),
    ];
    expect(ranks(candidates)).toEqual([
      [1, 1, 2],
      [2, 1, 2],
      [3, 3, 3],
    ]);
  });

  it('ranks only within one comparison key', () => {
    expect(ranks([candidate('a', 10), candidate('b', 20, { comparisonKey: 'other' })])).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ]);
  });

  it('does not rank withheld and unranked candidates, and gives the reason', () => {
    const places = placesOf([
      candidate('a', 1, {}, { unranked: 'Smoke runs are not ranked.' }),
      candidate('b', 2, {}, { withheld: 'too fast' }),
      candidate('c', 3),
    ]);
    expect([...places].map(([id, { rank, rankReason }]) => [id, rank, rankReason]).sort()).toEqual([
      ['a', null, 'Smoke runs are not ranked.'],
      ['b', null, 'Held back: too fast.'],
      ['c', 1, null],
    ]);
  });

  it('ranks three machines of one owner for a device, those that were there first', () => {
    const [run] = base.runs;
    const of = (owner: string, id: string, addedOrder: number, change: Partial<Row> = {}) =>
      candidate(
        id,
        100 + addedOrder,
        { machine: { id, name: 'x' }, ...change },
        { runs: [{ ...run!, owner, addedOrder }] },
      );
    const many = Array.from({ length: 100 }, (_, index) => of('liar', `m${index}`, 100 - index));
    const honest = of('a', 'honest', 200);
    const places = placesOf([...many, honest]);
    expect(places.get('honest')).toEqual({ rank: 4, rankBand: [4, 4], rankReason: null });
    const ranked = many.filter(({ row }) => places.get(row.id)?.rank !== null).map(({ row }) => row.id);
    expect(ranked).toEqual(['m97', 'm98', 'm99']);
    expect(places.get('m0')?.rankReason).toBe(
      'Only 3 machines of one owner are ranked for a device and an engine, the ones that were there first.',
    );
    // Another owner of such a machine brings its row back.
    const [, ...rest] = many;
    const shared = { ...many[0]!, runs: [...many[0]!.runs, { ...run!, owner: 'a', addedOrder: 300 }] };
    expect(placesOf([...rest, shared]).get('m0')?.rankReason).toBeNull();
    // Several GPUs of one machine count once, and so does every row where owners are unknown.
    const boards = [0, 1, 2, 3].map((index) =>
      of('a', `gpu${index}`, index, { machine: { id: 'm', name: 'x' } }),
    );
    const unknown = [4, 5, 6, 7].map((index) => of('unknown', `u${index}`, index));
    expect([...placesOf([...boards, ...unknown]).values()].every(({ rank }) => rank !== null)).toBe(true);
  });

  it('gives the same places as counting every other row', () => {
    const random = (seed: number) => Math.abs(Math.sin(seed * 12.9898) * 43_758.5453) % 1;
    const field = Array.from({ length: 200 }, (_, index) => {
      const value = 100 + Math.floor(20 * random(index + 1));
      const half = 3 * random(index + 500);
      return candidate(`r${index}`, value, index % 5 === 0 ? {} : within(value - half, value + half));
    });
    const ends = (row: Candidate['row']) => [row.ci?.low ?? row.value, row.ci?.high ?? row.value] as const;
    const counted = field.map(({ row }) => {
      const [low, high] = ends(row);
      const others = field.filter((other) => other.row !== row).map((other) => other.row);
      return [
        1 + others.filter((other) => other.value < row.value).length,
        1 + others.filter((other) => ends(other)[1] < low).length,
        1 + others.filter((other) => ends(other)[0] <= high).length,
      ];
    });
    expect(ranks(field)).toEqual(counted);
  });
});
