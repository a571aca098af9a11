import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Row } from '../data/contract/leaderboard.ts';
import type { Machine, Result, Submission } from '../data/contract/submission.ts';
import { toLeaderboard } from './leaderboard.ts';
import { readSubmissions } from './read/read.ts';
import { infer } from './testing/mode-samples.ts';
import { makeRepository, type Repository } from './testing/repository.ts';
import { changed, gpu, machine, named, submission, vgg } from './testing/samples.ts';

/** A repository of submissions: whoever commits, files and clocks claim what they like. */
let repository: Repository;
beforeEach(() => {
  repository = makeRepository();
});

async function add(owner: string, content: Submission): Promise<void> {
  const [path, text] = named(content);
  await repository.write(join('data', path), text);
  repository.commit({ email: `${owner}@example.org`, date: content.finishedAt });
}

async function rows(): Promise<Row[]> {
  const { files, problems } = await readSubmissions(join(repository.root, 'data'));
  expect(problems).toEqual([]);
  const parsed = toLeaderboard(files, [], Date.parse('2026-12-20'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value.rows;
}
/** A row without the remarks that strangers may cause. */
const withoutRemarks = ({ flags, trust, rank, rankBand, ...row }: Row) => row;
const onGpu = { device: gpu };
const train = (seconds: number, seed = 1): Result => vgg(seconds, onGpu, seed);
const of = (day: string, results: Result[], change: Partial<Submission> = {}) =>
  submission(results, {
    startedAt: `2026-${day}T01:00:00.000Z`,
    finishedAt: `2026-${day}T09:00:00.000Z`,
    ...change,
  });
const honest = of('12-01', [train(20)]);

describe('a stranger', () => {
  let alone: Row;
  beforeEach(async () => {
    await add('honest', honest);
    [alone] = (await rows()) as [Row];
    expect(alone).toMatchObject({ rank: 1, machines: 1, runs: 1 });
  });
  const now = async () => (await rows()).find(({ id }) => id === alone.id)!;

  it('does not hold back an original by a copy that is dated earlier, under another name', async () => {
    const elsewhere: Machine = { ...machine, memoryBytes: 2 ** 36 };
    await add('thief', { ...honest, ...of('11-25', honest.results), machine: elsewhere });
    const both = await rows();
    expect(both.find(({ id }) => id === alone.id)).toEqual(alone);
    const copy = both.find(({ id }) => id !== alone.id)!;
    expect([copy.rank, copy.flags.map(({ id }) => id)]).toEqual([null, expect.arrayContaining(['p10-copy'])]);
  });

  it('does not replace or move the row of a popular configuration by a newer, older or larger twin', async () => {
    await add('twin', of('12-15', [train(12, 5)]));
    await add('early', of('11-25', [train(13, 7)]));
    const many = Array.from({ length: 8 }, (_, index) => train(11, 20 + 5 * index));
    for (const [index, result] of many.entries()) await add('flood', of('12-16', [result], { seed: index }));
    const row = await now();
    expect(withoutRemarks(row)).toEqual(withoutRemarks(alone));
    expect(row).toMatchObject({ rank: 1, rankBand: [1, 1], trust: 'disputed' });
  });

  it('does not become five owners by the authors of the commits of one branch', async () => {
    repository.git('checkout', '--quiet', '-b', 'puppets');
    for (let index = 0; index < 6; index += 1)
      await add(`puppet-${index}`, of('12-02', [train(11 + 0.1 * index, 9 + 4 * index)]));
    repository.git('checkout', '--quiet', 'main');
    repository.git('merge', '--quiet', '--no-ff', '--no-edit', 'puppets');
    expect(withoutRemarks(await now())).toEqual(withoutRemarks(alone));
  });

  it('does not become five owners by tags of one address', async () => {
    for (let index = 0; index < 6; index += 1)
      await add(`puppet+${index}`, of('12-02', [train(11 + 0.1 * index, 9 + 4 * index)]));
    expect(withoutRemarks(await now())).toEqual(withoutRemarks(alone));
  });

  it('supports the row by a value that agrees, as one more machine', async () => {
    await add(
      'friend',
      of('12-02', [train(20.4, 5)], { machine: { ...machine, os: { ...machine.os, version: '13' } } }),
    );
    const row = await now();
    expect(row).toMatchObject({
      machines: 2,
      runs: 2,
      n: 6,
      os: 'Debian GNU/Linux 12 and Debian GNU/Linux 13',
    });
    expect(row.value).toBeGreaterThan(alone.value);
    expect(row.flags.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['several-machines', 'mixed-software']),
    );
    expect(row.sources).toHaveLength(2);
  });

  it('does not push a row down by a hundred machines with the same device', async () => {
    for (let index = 0; index < 12; index += 1) {
      const other = { ...machine, memoryBytes: (40 + 7 * index) * 2 ** 30 };
      await add('flood', of('12-02', [train(18 + 0.1 * index, 9 + 4 * index)], { machine: other }));
    }
    expect(await now()).toEqual({ ...alone, rank: 4, rankBand: [4, 4] });
  });

  it('does not outvote an original by copies of it that are held back', async () => {
    for (let index = 0; index < 5; index += 1) {
      const scaled = changed(train(20), ({ repetitions }) => ({
        repetitions: repetitions.map((one) => ({
          ...one,
          samplesNs: one.samplesNs.map((ns) => Math.round(ns * (0.5 + 0.001 * index))),
        })),
      }));
      const other = { ...machine, memoryBytes: (40 + 7 * index) * 2 ** 30 };
      await add(`puppet-${index}`, of('12-02', [scaled], { machine: other, seed: index }));
    }
    const { others = [], own = [] } = Object.groupBy(await rows(), ({ id }) =>
      id === alone.id ? 'own' : 'others',
    );
    expect(others.map(({ flags }) => flags.map(({ id }) => id))).toEqual(
      Array(5).fill(expect.arrayContaining(['p10-copy'])),
    );
    expect(own).toEqual([alone]);
  });

  it('gives no speedup to anybody by calling a slow machine i7-8700', async () => {
    await add('fake', of('12-02', [infer(0.5, 1), vgg(9000, {}, 3)]));
    expect((await rows()).map(({ speedup }) => speedup)).toEqual(Array(3).fill(null));
  });
});

describe('what is published', () => {
  it('contains neither addresses nor their hashes, and owners stay the same when others come', async () => {
    await add('secret.person', honest);
    const first = await readSubmissions(join(repository.root, 'data'));
    await add('somebody', of('12-02', [train(21, 5)]));
    const second = await readSubmissions(join(repository.root, 'data'));
    expect(second.files[0]).toEqual(first.files[0]);
    expect(second.files.map(({ addedOrder }) => addedOrder)).toEqual([0, 1]);
    expect(second.note).toBeNull();
    expect(JSON.stringify([second, await rows()])).not.toMatch(/secret|example\.org/);
  });
});
