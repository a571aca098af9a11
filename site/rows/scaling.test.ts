import { describe, expect, it } from 'vitest';
import { exampleScaling } from '../testing/sample-rows.ts';
import type { NamedScaling } from './named-row.ts';
import { formatSeconds, scalingHeadline, scalingPanels, secondsAt, slopeWords } from './scaling.ts';

describe('panels of scalings', () => {
  it('hold one mode and one number of tokens, the fastest at the longest common length first', () => {
    const slow = exampleScaling({ id: 'slow' }, (length) => length ** 2 * 2e-9);
    // Fastest only at its own longer length.
    const long: NamedScaling = {
      ...exampleScaling({ id: 'long' }, (length) => length ** 2 * 4e-9),
      points: [
        ...exampleScaling({}, (length) => length ** 2 * 4e-9).points,
        { sequenceLength: 1024, secondsPerSequence: 1e-9 },
      ],
    };
    const other = exampleScaling({ id: 'other', mode: 'infer' });
    const panels = scalingPanels([long, slow, other]);
    expect(panels.map(({ mode, lines }) => [mode, lines.map(({ id }) => id)])).toEqual([
      ['op', ['slow', 'long']],
      ['infer', ['other']],
    ]);
    expect(secondsAt(slow, 1024)).toBeNull();
  });

  it('say the range of their slopes', () => {
    const [panel] = scalingPanels([
      exampleScaling({ id: 'a', slope: 1.21 }),
      exampleScaling({ id: 'b', slope: 1.9 }),
    ]);
    expect(scalingHeadline(panel!)).toContain('From 128 to 512 tokens the slopes lie between 1.21 and 1.90.');
  });
});

it.each([
  [0.5, 'less than linear: twice the length takes 1.4 times as long'],
  [1.05, 'about linear: twice the length takes 2.1 times as long'],
  [1.5, 'between linear and quadratic: twice the length takes 2.8 times as long'],
  [1.95, 'about quadratic: twice the length takes 3.9 times as long'],
  [2.5, 'more than quadratic: twice the length takes 5.7 times as long'],
])('a slope of %d is %s', (slope, text) => expect(slopeWords({ slope, r2: 0.99 })).toBe(text));

it('a slope is not read where the line is not straight', () => {
  expect(slopeWords({ slope: 1, r2: 0.8 })).toBe(
    'no straight line (it explains 80 %): the growth itself changes with the length',
  );
});

it.each([
  [8.51e-5, '85.1 µs'],
  [0.0012, '1.2 ms'],
  [3.4, '3.4 s'],
])('%d seconds read %s', (seconds, text) => expect(formatSeconds(seconds)).toBe(text));
