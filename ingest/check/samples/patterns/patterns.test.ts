/** @file Each pattern is found in samples that have it and not in measured ones. */
import { describe, expect, it } from 'vitest';
import { committedFiles } from '../../../testing/fuzz/templates.ts';
import { randomFrom } from '../../../testing/random.ts';
import { patterns } from './index.ts';

const random = randomFrom(5);
const series = (count: number, at: (i: number) => number) =>
  Array.from({ length: count }, (_, i) => Math.round(at(i)));
const measured = (count: number) => series(count, () => random.around(7_654_321, 0.02));
const sorted = (samples: number[]) => samples.toSorted((a, b) => a - b);
const found = (samples: number[]) => patterns.flatMap((pattern) => pattern(samples) ?? []);

const odd: [name: string, samples: number[], text: RegExp, certain: boolean][] = [
  ['equal samples', series(6, () => 5_000_001), /all 6 samples are equal/, true],
  ['hardly any scatter', series(8, (i) => 50_000_000 + ((i * 37) % 11)), /less than 0\.01 %/, true],
  ['whole microseconds', series(9, () => 1000 * random.whole(5000, 6000)), /multiples of \d*000 ns/, true],
  ['a progression', series(12, (i) => 5_000_003 + 1117 * i), /follows from the two before it/, true],
  ['a sine', series(40, (i) => 5e6 * (1 + 0.02 * Math.sin(0.9 * i))), /follows from the two before it/, true],
  ['two values in turn', series(40, (i) => 5_000_003 + 100_003 * (i % 2)), /different values/, true],
  ['sorted samples', sorted(measured(30)), /all 30 samples are in order/, true],
  ['a few sorted samples', sorted(measured(12)), /all 12 samples are in order/, false],
  ['few values', series(60, () => 5_000_003 + 20_011 * random.whole(0, 4)), /only \d different values/, true],
  [
    'quantiles',
    random.shuffled(series(100, (i) => 5e6 * (1 + 0.01 * Math.log((i + 0.5) / (99.5 - i))))),
    /lie too evenly/,
    true,
  ],
  ['a uniform distribution', series(200, (i) => 5e6 + 1e5 * ((0.618034 * i) % 1)), /spread evenly/, false],
];

describe('patterns', () => {
  it.each(odd)('find %s', (_, samples, text, certain) => {
    const texts = found(samples).filter((pattern) => text.test(pattern.text));
    expect(texts.map((pattern) => pattern.certain)).toEqual([certain]);
  });

  it('are certain about hardly any of many measured lists', () => {
    const lists = Array.from({ length: 2000 }, (_, i) => measured(5 + (i % 150)));
    expect(lists.flatMap(found).filter(({ certain }) => certain)).toEqual([]);
    expect(lists.flatMap(found).length).toBeLessThan(40);
  });

  it('are certain about no committed list', () => {
    const lists = committedFiles()
      .flatMap(({ submission }) => submission.results)
      .flatMap(({ outcome }) => ('repetitions' in outcome ? outcome.repetitions : []))
      .filter(({ convergence }) => convergence === null)
      .map(({ samplesNs }) => samplesNs);
    expect(lists.length).toBeGreaterThan(300);
    expect(lists.flatMap(found).filter(({ certain }) => certain)).toEqual([]);
  });
});
