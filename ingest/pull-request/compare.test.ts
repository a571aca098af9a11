import { describe, expect, it } from 'vitest';
import type { Leaderboard, Row } from '../../data/contract/leaderboard.ts';
import { toLeaderboard } from '../leaderboard.ts';
import { file, submission, vgg } from '../testing/samples.ts';
import { compareLeaderboards } from './compare.ts';

const parsed = toLeaderboard([file(submission([vgg(300)]))], [], Date.parse('2026-12-01'));
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const [sample] = parsed.value.rows;
const ADDED = 'data/submissions/suite-1/added.json';

const row = (id: string, rank: number | null, change: Partial<Row> = {}): Row => ({
  ...sample!,
  id,
  rank,
  rankBand: rank === null ? null : [rank, rank],
  ...change,
});
const own: Partial<Row> = { sources: [{ path: ADDED, by: 'contributor', url: null, title: 'Submission' }] };
const board = (...rows: Row[]): Leaderboard => ({ ...parsed.value, rows, gaps: [] });
const compare = (before: Leaderboard, after: Leaderboard) =>
  compareLeaderboards(before, after, new Set([ADDED]));

describe('compareLeaderboards', () => {
  it('gives each added row with its place among the ranked rows of its comparison', () => {
    const { rows, moved } = compare(
      board(row('a', 1)),
      board(
        row('a', 1),
        row('mine', 2, own),
        row('smoke', null),
        row('elsewhere', 1, { comparisonKey: 'other' }),
      ),
    );
    expect(rows).toMatchObject([
      { before: null, value: sample!.value, place: { rank: 2, of: 2, band: [2, 2] } },
    ]);
    expect(moved).toEqual([]);
  });

  it('gives what the row was before', () => {
    const { rows } = compare(
      board(row('mine', 1, { value: 7 })),
      board(row('mine', 1, { ...own, value: 9 })),
    );
    expect(rows).toMatchObject([{ before: 7, value: 9 }]);
  });

  it('gives rows of others only if their place changes', () => {
    const { rows, moved } = compare(
      board(row('stays', 1), row('falls', 2), row('never', null)),
      board(row('stays', 1), row('mine', 2, own), row('falls', 3), row('never', null)),
    );
    expect(rows).toHaveLength(1);
    expect(moved).toMatchObject([{ from: { rank: 2, of: 2 }, to: { rank: 3, of: 3 } }]);
  });

  it('gives rows that disappear, with the places that they leave', () => {
    const { rows, moved } = compare(board(row('goes', 1), row('rises', 2)), board(row('rises', 1)));
    expect(rows).toEqual([]);
    expect(moved).toMatchObject([
      { from: { rank: 2, of: 2 }, to: { rank: 1, of: 1 } },
      { from: { rank: 1, of: 2 }, to: null },
    ]);
  });

  it('says why there is no place, and counts the gaps of the added files alone', () => {
    const { rows, gaps } = compare(board(), {
      ...board(row('mine', null, { ...own, rankReason: 'Smoke runs are not ranked.' })),
      gaps: [{ sources: own.sources }, { sources: sample!.sources }] as Leaderboard['gaps'],
    });
    expect(rows).toMatchObject([{ place: null, reason: 'Smoke runs are not ranked.' }]);
    expect(gaps).toBe(1);
  });
});
