/** @file The results of this repository are honest: no check may hold one back or refuse its file. */
import { join, resolve } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { typicalShares } from '../../data/catalogue/index.ts';
import { measurementsOf } from '../candidates/measured.ts';
import { publishedCandidates } from '../candidates/published.ts';
import { readPublished, readSubmissions } from '../read/read.ts';
import { checkAcross } from './across/index.ts';
import { summaryOf } from './across/summary.ts';
import type { Subject } from './contract/check.ts';
import { checkFile } from './index.ts';

const root = resolve(import.meta.dirname, '../..');
let subjects: Subject[] = [];

beforeAll(async () => {
  const { files, problems } = await readSubmissions(join(root, 'data/submissions'));
  expect(problems).toEqual([]);
  subjects = files.map((file) => ({ file, measurements: measurementsOf(file).measurements }));
});

it('no check holds back or refuses a submission of this repository', () => {
  expect(subjects.flatMap(({ measurements }) => measurements).length).toBeGreaterThan(100);
  const held = subjects.flatMap((subject) => {
    const { problems, of } = checkFile(subject, { nowMs: Date.now() });
    expect(problems).toEqual([]);
    return subject.measurements.flatMap((one) => {
      const { withheld } = of(one);
      return withheld === null ? [] : [`${subject.file.path}, results.${one.index}: ${withheld}`];
    });
  });
  expect(held).toEqual([]);
  expect(checkAcross(subjects.map((one) => summaryOf(one, () => false)))).toEqual(new Map());
});

it('published values stay below the fastest known ones or are among them', async () => {
  const { files } = await readPublished(join(root, 'data/published'));
  const rows = files.flatMap((file) => publishedCandidates(file).candidates);
  expect(rows.filter(({ withheld }) => withheld !== null)).toEqual([]);
  const named = typicalShares.flatMap(({ sources }) => sources);
  for (const { path } of files) expect(named).toContain(path);
});
