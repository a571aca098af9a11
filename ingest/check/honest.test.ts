/** @file The results of this repository are honest: no check may hold one back or refuse its file. */
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { typicalShares } from '../../data/catalogue/index.ts';
import { measurementsOf } from '../candidates/measured.ts';
import { publishedCandidates } from '../candidates/published.ts';
import { readPublished, readSubmissions } from '../read/read.ts';
import type { Subject } from './contract/check.ts';
import { checkFile } from './index.ts';

const root = resolve(import.meta.dirname, '../..');
let subjects: Subject[] = [];

beforeAll(async () => {
  const { files, problems } = await readSubmissions(join(root, 'data/submissions'));
  expect(problems).toEqual([]);
  subjects = files.map((file) => ({ file, measurements: measurementsOf(file).measurements }));
});

describe('the submissions of this repository', () => {
  it('are neither refused nor held back', () => {
    expect(subjects.flatMap(({ measurements }) => measurements).length).toBeGreaterThan(100);
    const all = subjects.map((one) => checkFile(one, { nowMs: Date.now() }));
    expect(all.flatMap(({ problems }) => problems)).toEqual([]);
    const held = subjects.flatMap(({ file, measurements }, index) =>
      measurements.flatMap((one) => {
        const { withheld } = all[index]!.of(one);
        return withheld === null ? [] : [`${file.path}, results.${one.index}: ${withheld}`];
      }),
    );
    expect(held).toEqual([]);
  });

  it('each stand on its own: no finding needs the other files', () => {
    for (const one of subjects) {
      const alone = checkFile(one, { nowMs: Date.now() });
      expect(one.measurements.map((measurement) => alone.of(measurement).withheld)).toEqual(
        one.measurements.map(() => null),
      );
    }
  });
});

it('published values stay below the fastest known ones or are among them', async () => {
  const { files } = await readPublished(join(root, 'data/published'));
  const rows = files.flatMap((file) => publishedCandidates(file).candidates);
  expect(rows.filter(({ withheld }) => withheld !== null)).toEqual([]);
  const named = typicalShares.flatMap(({ sources }) => sources);
  for (const { path } of files) expect(named).toContain(path);
});
