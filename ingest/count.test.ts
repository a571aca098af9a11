import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { countAll } from './count.ts';
import { type Extract, extractSubmission } from './extract/submission.ts';
import { combine } from './leaderboard.ts';
import { baselineValues } from './rank/speedup.ts';
import { toBrief } from './run/brief.ts';
import { openParts } from './run/parts.ts';
import { committedFiles } from './testing/fuzz/templates.ts';
import {
  baselineNaming,
  file,
  folderWith,
  gpu,
  machine,
  matmul,
  submission,
  vgg,
} from './testing/samples.ts';
import { countsOf } from './values/counts.ts';
import type { SubmissionFile } from './values/file.ts';

const NOW = Date.parse('2026-12-10');

function extracted(one: SubmissionFile): Extract {
  const extract = extractSubmission(one, NOW);
  if (!extract.ok) throw new Error(JSON.stringify(extract.problems));
  return extract.value;
}

const withMemory = (gib: number) => ({ machine: { ...machine, memoryBytes: gib * 2 ** 30 } });

/** Counts by both ways: of the whole leaderboard, and machine by machine. Also says which files were read. */
async function both(
  files: readonly SubmissionFile[],
  baseline = baselineNaming(),
  parts = openParts(null, ''),
) {
  const extracts = files.map(extracted);
  const whole = combine(extracts, [], baseline);
  const values = baselineValues(
    extracts.flatMap(({ candidates }) => candidates),
    baseline,
  );
  const read: string[] = [];
  const { counts, problems } = await countAll(
    extracts.map((one) => toBrief(one, values)),
    [],
    {
      extractOf: async ({ path }) => {
        read.push(path);
        return extracts.find((one) => one.path === path)!;
      },
      keyOf: ({ path }) => path,
    },
    { baseline, values },
    parts,
  );
  expect(counts).toEqual(countsOf(whole.leaderboard));
  expect(problems).toEqual(whole.problems);
  return { counts, read };
}

describe('countAll', () => {
  it('counts what the leaderboard of the repository holds', async () => {
    const { counts } = await both(committedFiles());
    expect(counts.rows).toBeGreaterThan(100);
    expect(counts.ratios).toBeGreaterThan(10);
  });

  it('reads no file that is the only one of its machine, and compares it with the baseline of another', async () => {
    const base = file(submission([vgg(300)], withMemory(32)), 'base');
    const other = file(submission([vgg(200), matmul(0.3)], withMemory(16)), 'other');
    const { counts, read } = await both([base, other], baselineNaming(base));
    expect(read).toEqual([]);
    expect(counts).toMatchObject({ rows: 3, speedups: 2 });
  });

  it('combines the files of one machine', async () => {
    const files = [1, 2, 3].map((seed) =>
      file(submission([matmul(8, { device: gpu }, seed)], withMemory(16)), `run${seed}`),
    );
    const { counts, read } = await both(files);
    expect(read).toHaveLength(3);
    expect(counts.rows).toBe(1);
  });

  it('keeps the counts of such a machine until one of its files or an owner changes', async () => {
    const cache = await folderWith({});
    const run = (seed: number, owner: string) =>
      file(submission([matmul(8, { device: gpu }, seed)], withMemory(16)), `run${seed}`, { owner });
    const counting = (...files: SubmissionFile[]) =>
      both(files, baselineNaming(), openParts(cache, '/submissions'));
    const [one, other] = [run(1, 'a'), run(2, 'a')];
    expect((await counting(one, other)).read).toHaveLength(2);
    expect((await counting(one, other)).read).toEqual([]);
    expect((await counting(one, { ...other, owner: 'b' })).read).toHaveLength(2);
    expect((await counting(one, { ...other, owner: 'b' }, run(3, 'a'))).read).toHaveLength(3);
    expect((await counting(one, { ...other, owner: 'b' }, run(3, 'a'))).read).toEqual([]);
    await rm(cache, { recursive: true });
  });

  it('adds what is found across files without reading one: a copy is withheld and has no speedup', async () => {
    const base = file(submission([vgg(300, {}, 1)], withMemory(32)), 'base');
    const copy = file(submission([vgg(300, {}, 1)], withMemory(16)), 'copy');
    const { counts, read } = await both([base, copy], baselineNaming(base));
    expect(read).toEqual([]);
    expect(counts).toMatchObject({ rows: 2, speedups: 1 });
  });

  it('counts nothing where there is nothing', async () => {
    expect((await both([])).counts).toMatchObject({ rows: 0, gaps: 0, date: null });
  });
});
