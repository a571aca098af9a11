import { describe, expect, it } from 'vitest';
import { engineShares, engines } from '../../data/catalogue/index.ts';
import type { Leaderboard } from '../../data/contract/leaderboard.ts';
import type { NamedRow } from '../../data/contract/shard.ts';
import {
  LISTED_FIELDS,
  ROWS_A_FILE,
  SHARD_DIGITS,
  type Shard,
  type ShardDetails,
  type ShardIndex,
} from '../../data/contract/shard.ts';
import { nameRows } from '../../data/derive/rows/names.ts';
import { decodeRows } from '../../data/derive/rows/shard.ts';
import { toLeaderboard } from '../leaderboard.ts';
import { everyKind } from '../testing/mode-samples.ts';
import { baselineNaming, file, submission, vgg } from '../testing/samples.ts';
import { MemoryOutput } from './output.ts';
import { createShards } from './shards.ts';

const one = file(submission([...everyKind(), vgg(300)], { pricePerHourUsd: 0.5 }));
const parsed = toLeaderboard([one], [], Date.parse('2026-12-01'), baselineNaming(one));
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const leaderboard = parsed.value;
const names = new Map<string, string>(engines.map(({ id, name }) => [id, name]));
const named = nameRows(leaderboard, names, engineShares);

function read(files: Record<string, string>) {
  const index: ShardIndex = JSON.parse(files['shards.json']!);
  return index.workloads.flatMap(({ id, modes }) =>
    modes.map((summary) => {
      const shard: Shard = JSON.parse(files[summary.path]!);
      const details = shard.details.flatMap(
        (name): ShardDetails => JSON.parse(files[`shards/${id}/${name}`]!),
      );
      return { summary, shard, rows: decodeRows(shard), details };
    }),
  );
}

/** By their name. */
function shardsFor(of: Leaderboard): Record<string, string> {
  const output = new MemoryOutput();
  const shards = createShards(output);
  shards.add(of);
  shards.close();
  return Object.fromEntries([...output.files].map(([name, bytes]) => [name, `${bytes}`]));
}

/** Fractions as a shard has them. */
const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, one: unknown) =>
      typeof one === 'number' && !Number.isInteger(one) ? Number(one.toPrecision(SHARD_DIGITS)) : one,
    ),
  );
const listed = (row: NamedRow) =>
  Object.fromEntries(LISTED_FIELDS.map((field) => [field, rounded(row[field])]));

describe('shards', () => {
  it('hold every row once, with the fields of a list, in the order of the leaderboard', () => {
    const shards = read(shardsFor(leaderboard));
    expect(shards.flatMap(({ rows }) => rows)).toEqual(named.map(listed));
    for (const { summary, rows } of shards) {
      expect(summary.rows).toBe(rows.length);
      expect(Object.values(summary.facets.engine).reduce((sum, count) => sum + count, 0)).toBe(rows.length);
    }
  });

  it('count the values of their rows in alphabetical order, whatever the order of the rows', () => {
    const countsOf = (of: Leaderboard) =>
      read(shardsFor(of)).map(({ summary }) => [summary.mode, JSON.stringify(summary.facets)]);
    const backwards = { ...leaderboard, rows: leaderboard.rows.toReversed() };
    expect(countsOf(backwards).toSorted()).toEqual(countsOf(leaderboard).toSorted());
  });

  it('have whole rows in their details, at the position of the row', () => {
    const many = {
      ...leaderboard,
      rows: Array.from({ length: ROWS_A_FILE + 3 }, (_, index) => ({
        ...leaderboard.rows[0]!,
        id: `row-${index}`,
      })),
    };
    const [shard] = read(shardsFor(many));
    expect(shard!.shard.details).toHaveLength(2);
    expect(shard!.details).toEqual(nameRows(many, names, engineShares));
    expect(shard!.rows.map(({ id }) => id)).toEqual(shard!.details.map(({ id }) => id));
  });

  it('have the same bytes each time, and names that change with the content', () => {
    const files = shardsFor(leaderboard);
    expect(shardsFor(leaderboard)).toEqual(files);
    const [first, ...rest] = leaderboard.rows;
    const changed = shardsFor({ ...leaderboard, rows: [{ ...first!, value: first!.value * 2 }, ...rest] });
    const shardsOf = (all: Record<string, string>) => Object.keys(all).filter((name) => name.includes('/'));
    const kept = shardsOf(files).filter((name) => name in changed);
    expect(kept.length).toBeGreaterThan(0);
    expect(shardsOf(files).length - kept.length).toBe(2);
  });

  it('are small: values that repeat stand there once', () => {
    const [first] = leaderboard.rows;
    const rows = Array.from({ length: 1000 }, (_, index) => ({ ...first!, id: `row-${index}` }));
    const [path] = Object.keys(shardsFor({ ...leaderboard, rows })).filter((name) =>
      /train|op|infer/.test(name),
    );
    expect(shardsFor({ ...leaderboard, rows })[path!]!.length).toBeLessThan(1000 * 20);
  });
});
