import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAcross } from '../check/across/index.ts';
import { extractSubmission } from '../extract/submission.ts';
import { committedFiles } from '../testing/fuzz/templates.ts';
import { folderWith } from '../testing/samples.ts';
import { findingsAcross } from './across.ts';
import { type Brief, toBrief } from './brief.ts';

const NOW = Date.parse('2026-12-01');

/** The committed files and then a copy of each under another name. */
const briefs: Brief[] = ['', 'copy-of-'].flatMap((prefix, round) =>
  committedFiles().map((file, index, all) => {
    const addedOrder = round * all.length + index;
    const extracted = extractSubmission({ ...file, path: `${prefix}${file.path}`, addedOrder }, NOW);
    if (!extracted.ok) throw new Error('committed files are valid');
    return toBrief(extracted.value, new Map());
  }),
);

const keyOf = ({ path }: Pick<Brief, 'path'>) => path;
const inPlaces = (some: readonly Brief[]): Brief[] =>
  some.map((one, addedOrder) => ({ ...one, summary: { ...one.summary, addedOrder } }));
const anew = (some: readonly Brief[]) => checkAcross(some.map(({ summary }) => summary));

/** Briefs whose fingerprints must not be read. */
const unreadable = (some: readonly Brief[]): Brief[] =>
  some.map((one) => {
    const measurements = one.summary.measurements.map(({ index, peer }) => ({
      index,
      peer,
      get fingerprints(): never {
        throw new Error('nothing is new');
      },
    }));
    return { ...one, summary: { ...one.summary, measurements } };
  });

describe('findingsAcross', () => {
  let cache: string;
  beforeAll(async () => {
    cache = await folderWith({});
  });
  afterAll(() => rm(cache, { recursive: true }));

  const found = (some: readonly Brief[]) => findingsAcross(some, { keyOf }, { cache, folder: '' });

  it.each<[string, readonly Brief[]]>([
    ['the first time', briefs.slice(0, -3)],
    ['with new files at the end', briefs],
    ['with a file less', briefs.toSpliced(1, 1)],
    ['with a file more in the middle', briefs],
    ['in another order', briefs.toReversed()],
  ])('finds what is found without a cache %s', (_, some) => {
    const files = inPlaces(some);
    const all = anew(files);
    expect(all.size).toBeGreaterThan(0);
    expect(found(files)).toEqual(all);
  });

  it('reads no fingerprint if all files are known', () => {
    const all = found(briefs);
    expect(found(unreadable(briefs))).toEqual(all);
  });
});
