/**
 * @file Lies with measured samples of another shape: slow ones pulled in, left out, smoothed or replaced by faster ones. Each is
 * told in two strengths: with the samples alone, and with a loop, loads and counts that agree with them, as if the run had gone
 * on until it had enough of them.
 */

import { rules } from '../../../../data/catalogue/rules.ts';
import type { Submission } from '../../../../data/contract/submission.ts';
import { quantile, sumOf, varianceOf } from '../../../../data/derive/stats.ts';
import { purposesOf } from '../../../check/physics/duration.ts';
import type { Random } from '../../random.ts';
import { type Lie, withOutcome, withSamples } from './lie.ts';
import { ended, recount, ticksOf } from './totals.ts';

/** The samples in another shape, as many as were measured. */
type Recipe = (samples: readonly number[], random: Random) => number[];

interface Shape {
  name: string;
  sentence: string;
  recipe: Recipe;
}

/** Times as long as it was, for a liar who went on measuring: the same samples in another order, hardly changed. */
const LONGER = 2;

const longer = (samples: readonly number[], random: Random): number[] => [
  ...samples,
  ...Array.from({ length: LONGER - 1 }, () =>
    random.shuffled(samples).map((ns) => random.around(ns, 0.003)),
  ).flat(),
];

/** The samples up to the median, in their order. */
const fastHalf = (samples: readonly number[]): number[] => {
  const limit = quantile(samples, 0.5);
  return samples.filter((ns) => ns <= limit);
};

/** Means of so many samples in a row, fewer at the ends. */
const averaged = (samples: readonly number[], width: number): number[] =>
  samples.map((_, i) => {
    const near = samples.slice(Math.max(0, i - (width >> 1)), i + (width >> 1) + 1);
    return sumOf(near) / near.length;
  });

/** How far slow samples are pulled towards the fast ones. */
const PULLED = 0.7;

/** Noise of the values that a liar draws again, so that none occurs twice. */
const NOISE = 0.001;

const shapes: readonly Shape[] = [
  {
    name: 'slow samples pulled in',
    sentence: 'Samples above the lower quartile lie 0.7 times nearer to it.',
    recipe: (samples) => {
      const limit = quantile(samples, 0.25);
      return samples.map((ns) => (ns > limit ? ns - PULLED * (ns - limit) : ns));
    },
  },
  {
    name: 'slow samples mirrored',
    sentence: 'Samples above the median lie as far below it.',
    recipe: (samples) => {
      const [least, middle] = [quantile(samples, 0), quantile(samples, 0.5)];
      return samples.map((ns) => (ns > middle ? Math.max(0.97 * least, 2 * middle - ns) : ns));
    },
  },
  {
    name: 'fast half drawn again',
    sentence: 'Every sample is one of the fast half, drawn with a little noise.',
    recipe: (samples, random) => {
      const fast = fastHalf(samples);
      return samples.map(() => random.around(random.pick(fast), NOISE));
    },
  },
  {
    name: 'fast half drawn again, as it is',
    sentence: 'Every sample is one of the fast half, drawn to the nanosecond.',
    recipe: (samples, random) => {
      const fast = fastHalf(samples);
      return samples.map(() => random.pick(fast));
    },
  },
  {
    name: 'slowest replaced',
    sentence: 'The slowest third of the samples was replaced by others of the list, with a little noise.',
    recipe: (samples, random) => {
      const limit = quantile(samples, 2 / 3);
      const others = samples.filter((ns) => ns <= limit);
      return samples.map((ns) => (ns > limit ? random.around(random.pick(others), NOISE) : ns));
    },
  },
  {
    name: 'calm stretch repeated',
    sentence: 'The fastest third of the samples in a row was repeated with a little noise.',
    recipe: (samples, random) => {
      const third = Math.max(1, Math.ceil(samples.length / 3));
      const starts = samples.slice(0, samples.length - third + 1);
      const sums = starts.map((_, i) => sumOf(samples.slice(i, i + third)));
      const from = sums.indexOf(Math.min(...sums));
      return samples.map((_, i) => random.around(samples[from + (i % third)]!, NOISE));
    },
  },
  {
    name: 'samples smoothed',
    sentence: 'Every sample is the mean of five in a row, without the slow ones.',
    recipe: (samples) => {
      const limit = quantile(samples, 0.75);
      return averaged(
        samples.map((ns) => Math.min(ns, limit)),
        5,
      );
    },
  },
  {
    name: 'faster of two',
    sentence: 'Every sample is the faster one of two in a row, with a little noise.',
    recipe: (samples, random) =>
      samples.map((ns, i) => random.around(Math.min(ns, samples[i + 1] ?? ns), NOISE)),
  },
  {
    name: 'noise of a formula',
    sentence: 'The samples are log-normal, with the middle and the scatter of the fast half.',
    recipe: (samples, random) => {
      const fast = fastHalf(samples).map(Math.log);
      const middle = Math.exp(sumOf(fast) / fast.length);
      const scatter = Math.sqrt(varianceOf(fast)) || NOISE;
      return samples.map(() => random.around(middle, 2 * scatter));
    },
  },
];

const alone = ({ name, sentence, recipe }: Shape): Lie => ({
  name,
  sentence,
  tell: ({ own, random }) => withSamples(own, (samples) => recipe(samples, random).map(ticksOf(own))),
});

const withTotals = ({ name, sentence, recipe }: Shape): Lie => ({
  name: `${name}, with totals`,
  sentence: `${sentence} The run went on until its loop was full.`,
  tell: ({ own, random }) => reshaped(own, recipe, random),
});

function reshaped(own: Submission, recipe: Recipe, random: Random): Submission | null {
  return withOutcome(own, (outcome, cell) => {
    const [purpose] = purposesOf(cell);
    if (purpose === undefined) return null;
    const duration = rules.presets[own.preset].durations[purpose];
    const onTick = ticksOf(own);
    const repetitions = outcome.repetitions.map((one) =>
      ended(one, recipe(longer(one.samplesNs, random), random).map(onTick), duration),
    );
    return recount(outcome, cell, repetitions);
  });
}

export const reshapes: Lie[] = [...shapes.map(alone), ...shapes.map(withTotals)];
