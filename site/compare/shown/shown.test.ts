import { describe, expect, it } from 'vitest';
import { laneAxis, levelsOf } from '../../charts/lanes.ts';
import { sampleDirectory, sampleSubjects, sampleValue } from '../testing/sample-values.ts';
import { compare, orderOf } from '../values/comparison.ts';
import type { Value } from '../values/subject-file.ts';
import { EMPTY } from '../values/view.ts';
import { toMarkdown } from './markdown.ts';
import { namesOf, titleOf } from './names.ts';
import { meanWords, verdictSentences } from './words.ts';

const subjects = sampleSubjects.slice(0, 2);
const compared = (first: Value[], second: Value[]) =>
  compare(subjects, [first, second], EMPTY, orderOf(['vgg16-cifar100']));
const names = namesOf(subjects, sampleDirectory);

describe('what a comparison says', () => {
  const several = compared(
    [64, 128, 256, 512].map((batch) => sampleValue(batch, 10)),
    [
      sampleValue(64, 5),
      sampleValue(128, 10.2),
      sampleValue(256, 20),
      sampleValue(512, 5, { interval: null, count: null }),
    ],
  );

  it('is the mean with its coverage', () => {
    const { speed, rest } = meanWords(several, names, 1);
    expect(speed).toBe('The RTX 2070 is 1.18x as fast as the RTX 4070 SUPER');
    expect(rest).toBe(', the geometric mean over all 4 settings that both have: from 0.500x to 2.00x.');
  });

  it('is what the intervals say, and that a single value has none', () => {
    expect(verdictSentences(several.means[1]!)).toEqual([
      'It is faster in 1 setting and slower in 1; 1 cannot be told apart: their intervals overlap.',
      'If both were equally fast, about 0.3 of these 3 would differ like this by chance.',
      'In 1 setting nothing is certain: at least one side is a single value, without an interval (ahead in 1).',
    ]);
  });

  it('is only that nothing is common', () => {
    const { speed } = meanWords(compared([sampleValue(64, 1)], [sampleValue(128, 1)]), names, 1);
    expect(speed).toBe('The RTX 2070 and the RTX 4070 SUPER have no setting in common');
  });

  it('names engines of one chip by their engine', () => {
    const own = ['pytorch', 'webgpu'].map((engine) => ({ ...sampleSubjects[0]!, engine }));
    expect(namesOf(own, sampleDirectory).map(({ inSentence }) => inSentence)).toEqual(['PyTorch', 'WebGPU']);
    expect(titleOf(own, sampleDirectory)).toBe('WebGPU against PyTorch on RTX 4070 SUPER');
    expect(titleOf(sampleSubjects.slice(0, 3), sampleDirectory)).toBe(
      'RTX 2070 and M1 Max (32-core GPU) against RTX 4070 SUPER',
    );
  });

  it('is a table in Markdown, in which no name can break out', () => {
    const evil = { ...sampleDirectory, workloads: [['vgg16-cifar100', 'a|b<i>'] as [string, string]] };
    const text = toMarkdown(several, evil, 'https://example.test/compare/?a=1');
    expect(text.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(6);
    expect(text).toContain('a\\|b\\<i\\>, training: naive · float32 · batch 64 · measured · PyTorch');
    expect(text).toContain('| **2.00x** faster 5 s/epoch (4.75 to 5.25, 3 repetitions) |');
    expect(text).toContain('<https://example.test/compare/?a=1>');
  });
});

describe('the axis', () => {
  it('holds 1 and all values, with room at its ends', () => {
    const { place, ticks } = laneAxis([2, 50], { one: 1, scale: 'log', widthPx: 256, text: String });
    expect(place(1)).toBeGreaterThanOrEqual(4);
    expect(place(50)).toBeLessThanOrEqual(96);
    expect(place(10) - place(1)).toBeCloseTo(place(50) - place(5), 1);
    expect(ticks.length).toBeGreaterThan(1);
  });

  it('puts marks that are close on levels of their own', () => {
    expect(levelsOf([10, 50, 12, 51, 90])).toEqual([0, 0, 1, 1, 0]);
    expect(levelsOf([])).toEqual([]);
  });
});
