/** @file Of the leaderboard, only the rows that decide about the places of a file are loaded. */
import { expect, it } from 'vitest';
import { ROWS_A_FILE } from '../../../data/contract/shard.ts';
import { encodeRows } from '../../../data/derive/rows/shard.ts';
import { sampleRow } from '../../testing/sample-rows.ts';
import { neededDetails, neededFor, worksOf } from './needed.ts';

const row = (comparisonKey: string, machine = 'one', provenance: 'measured' | 'published' = 'measured') => ({
  ...sampleRow({ comparisonKey, provenance }),
  machine: { ...sampleRow({}).machine, id: machine },
});
const own = { candidates: [{ row: row('a') }, { row: row('a') }] } as unknown as Parameters<
  typeof neededFor
>[0];
const isNeeded = neededFor(own, { published: ['i7'] } as unknown as Parameters<typeof neededFor>[1]);

it('are those of its comparison keys and the published ones of the baseline', () => {
  expect(isNeeded(row('a'))).toBe(true);
  expect(isNeeded(row('b'))).toBe(false);
  expect(isNeeded(row('b', 'i7', 'published'))).toBe(true);
  expect(isNeeded(row('b', 'i7'))).toBe(false);
  expect(isNeeded(row('b', 'other', 'published'))).toBe(false);
});

it('are in few files of details', () => {
  const rows = Array.from({ length: 4 * ROWS_A_FILE }, (_, place) =>
    row(
      place >= ROWS_A_FILE && place < 2 * ROWS_A_FILE ? 'a' : 'b',
      place === 0 ? 'i7' : 'one',
      place === 0 ? 'published' : 'measured',
    ),
  );
  const shard = { rows: rows.length, columns: encodeRows(rows), details: ['0', '1', '2', '3'] };
  expect(neededDetails(shard, isNeeded)).toEqual(['0', '1']);
});

it('names each work once', () => {
  expect(worksOf(own)).toEqual([`${row('a').workload} ${row('a').mode}`]);
});
