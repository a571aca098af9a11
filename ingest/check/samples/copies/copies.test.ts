/** @file Copies of samples are found however they are changed, and independent measurements are not taken for copies. */
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../testing/random.ts';
import { findCopies } from './copies.ts';
import type { Fingerprinted } from './copy.ts';
import { courseOf } from './course.ts';
import { fingerprintOf } from './fingerprint.ts';

const random = randomFrom(11);

/** A list of times around `ns` with a scatter of 3 %. */
const measured = (count: number, ns = 5e6): number[] =>
  Array.from({ length: count }, () => Math.round(random.around(ns, 0.03)));

const file = (path: string, ...lists: number[][]) => ({
  path,
  measurements: lists.map((samples, index) => ({ index, fingerprints: [fingerprintOf(samples, 1)] })),
});

const changes: Record<string, (samples: number[]) => number[]> = {
  'as they are': (all) => all,
  'plus 1 ns': (all) => all.map((ns) => ns + 1),
  'without the first': (all) => all.slice(1),
  'without the last': (all) => all.slice(0, -1),
  'without one inside': (all) => all.filter((_, i) => i !== all.length >> 1),
  'with one more': (all) => [all[3]! + 12_345, ...all],
  scaled: (all) => all.map((ns) => Math.round(0.87 * ns)),
  shifted: (all) => all.map((ns) => ns - 1_234_567),
  reversed: (all) => all.toReversed(),
  'scaled and cut': (all) => all.slice(2).map((ns) => Math.round(1.1 * ns)),
};

describe('a copy', () => {
  it.each(Object.entries(changes))('of long lists is found %s', (_, change) => {
    const lists = [measured(60), measured(200), measured(40)];
    const found = findCopies([file('original', ...lists), file('copy', ...lists.map(change))]);
    expect([...found.keys()]).toEqual(['copy']);
    expect(found.get('copy')!.map(({ index, original }) => [index, original])).toEqual([
      [0, 'original'],
      [1, 'original'],
      [2, 'original'],
    ]);
  });

  it.each(['plus 1 ns', 'scaled', 'shifted', 'reversed', 'without the last'])(
    'of short lists is found %s',
    (name) => {
      const lists = [measured(7), measured(12), measured(10), measured(6)];
      const found = findCopies([file('original', ...lists), file('copy', ...lists.map(changes[name]!))]);
      expect(found.get('copy')?.length).toBe(4);
    },
  );

  it('that is shuffled is found if it has several results', () => {
    const lists = [measured(80), measured(90), measured(50)];
    const copy = lists.map((all) => random.shuffled(all));
    expect(findCopies([file('original', ...lists), file('copy', ...copy)]).get('copy')?.length).toBe(3);
  });

  it('within a file is found', () => {
    const samples = measured(30);
    const found = findCopies([
      file(
        'own',
        samples,
        samples.map((ns) => ns + 1),
      ),
    ]);
    expect(found.get('own')).toEqual([{ index: 1, original: 'own', originalIndex: 0 }]);
  });
});

describe('independent measurements', () => {
  it('of one machine are no copies', () => {
    const files = Array.from({ length: 1500 }, (_, i) =>
      file(`${i}`, measured(5 + (i % 4)), measured(9 + (i % 7)), measured(20 + (i % 60))),
    );
    expect(findCopies(files).size).toBe(0);
  });

  it('with a coarse clock are no copies', () => {
    const coarse = (count: number) => measured(count).map((ns) => 100_000 * Math.round(ns / 100_000));
    const files = Array.from({ length: 300 }, (_, i) => file(`${i}`, coarse(6), coarse(30), coarse(200)));
    expect(findCopies(files).size).toBe(0);
  });

  it('that are all equal have no fingerprint', () => {
    expect(
      fingerprintOf(
        Array.from({ length: 50 }, () => 100_000),
        1,
      ),
    ).toEqual([]);
  });
});

describe('a copy with noise on everything', () => {
  /** Repetitions that start at different times; `factor` changes each of their times. */
  const run = (path: string, factor: () => number): Fingerprinted => ({
    path,
    measurements: [1, 2, 3].map((index) => {
      const drawn = randomFrom(index);
      const timed = {
        coldStartNs: drawn.around(9e8, 0.1) * factor(),
        startUpNs: drawn.around(6e8, 0.1) * factor(),
        samplesNs: Array.from({ length: 8 }, () => drawn.around(5e7, 0.003) * factor()),
      };
      return { index, fingerprints: [courseOf(timed, 1)] };
    }),
  });

  it('is found by the course of most of its repetitions', () => {
    const original = run('original', () => 1);
    const copy = run('copy', () => random.around(1, 0.0004));
    expect(findCopies([original, copy]).get('copy')).toEqual([
      { index: 1, original: 'original', originalIndex: 1 },
      { index: 2, original: 'original', originalIndex: 2 },
      { index: 3, original: 'original', originalIndex: 3 },
    ]);
  });

  it('is not a second run, whose starts differ by percents', () => {
    const runs = Array.from({ length: 200 }, (_, i) => run(`${i}`, () => random.around(1, 0.01)));
    expect(findCopies(runs).size).toBe(0);
  });
});
