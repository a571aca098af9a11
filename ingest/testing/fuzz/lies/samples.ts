/** @file Lies with invented samples: numbers that no clock recorded, around half of the measured median. */
import { type Lie, middleOf, sorted, withSamples } from './lie.ts';

const FASTER = 0.5;

/** A lie that replaces the samples; `draw` gets half their median, their number and the measured ones. */
function invented(
  name: string,
  sentence: string,
  draw: (middle: number, count: number, samples: readonly number[], random: () => number) => number[],
): Lie {
  return {
    name,
    sentence,
    tell: ({ own, random }) =>
      withSamples(own, (samples) =>
        draw(FASTER * middleOf(samples), samples.length, samples, random.uniform),
      ),
  };
}

const series = (count: number, at: (i: number) => number) => Array.from({ length: count }, (_, i) => at(i));

/** The inverse of the normal distribution by the logistic approximation 0.5513 ln(p / (1 - p)). */
const deviate = (p: number) => 0.5513 * Math.log(p / (1 - p));

export const samples: Lie[] = [
  invented('constant samples', 'All samples are equal.', (middle, count) => series(count, () => middle)),
  invented('nearly constant', 'The samples differ by a few nanoseconds.', (middle, count, _, random) =>
    series(count, () => middle + 4 * random()),
  ),
  invented('arithmetic samples', 'Each sample is a little longer than the one before.', (middle, count) =>
    series(count, (i) => middle * (1 + 0.0007 * (i - count / 2))),
  ),
  invented('two values in turn', 'The samples alternate between two values.', (middle, count) =>
    series(count, (i) => middle * (i % 2 === 0 ? 0.99 : 1.01)),
  ),
  invented('a sine', 'The samples follow a sine.', (middle, count) =>
    series(count, (i) => middle * (1 + 0.02 * Math.sin(0.9 * i))),
  ),
  invented(
    'uniform samples',
    'The samples are uniform within 3 % of their middle.',
    (middle, count, _, random) => series(count, () => middle * (0.97 + 0.06 * random())),
  ),
  invented(
    'perfect quantiles',
    'The samples are the quantiles of a distribution in random order.',
    (middle, count, _, random) =>
      series(count, (i) => i)
        .sort(() => random() - 0.5)
        .map((i) => middle * (1 + 0.01 * deviate((i + 0.5) / count))),
  ),
  invented('whole microseconds', 'The samples are rounded to microseconds.', (_middle, _count, measured) =>
    measured.map((ns) => Math.max(1, Math.round((FASTER * ns) / 1000)) * 1000),
  ),
  invented('few values', 'The samples repeat the same five values.', (middle, count, _, random) =>
    series(count, () => middle * (1 + 0.005 * Math.floor(5 * random()))),
  ),
  {
    name: 'sorted samples',
    sentence: 'The measured samples are sorted, and the times halved.',
    tell: ({ own }) => withSamples(own, (measured) => sorted(measured).map((ns) => FASTER * ns)),
  },
];
