/** @file Lies about times: shorter ones, fewer ones, in another unit, for more work. */
import type { Submission } from '../../../../data/contract/submission.ts';
import { type Lie, middleOf, sorted, withOutcome, withRepetitions, withSamples } from './lie.ts';

const scaled = (submission: Submission, factor: number) =>
  withSamples(submission, (samples) => samples.map((ns) => ns * factor));

/** Everything that counts time in a repetition, scaled. */
function everythingScaled(submission: Submission, factor: number): Submission | null {
  const scale = (ns: number) => Math.max(1, Math.round(ns * factor));
  const faster = withRepetitions(submission, (one) => ({
    samplesNs: one.samplesNs.map(scale),
    coldStartNs: scale(one.coldStartNs),
    warmUpNs: one.warmUpNs && scale(one.warmUpNs),
    elapsedNs: one.elapsedNs && scale(one.elapsedNs),
    load: one.load && {
      ...one.load,
      wallNs: scale(one.load.wallNs),
      workerCpuNs: one.load.workerCpuNs && scale(one.load.workerCpuNs),
      foreignCpuNs: one.load.foreignCpuNs && scale(one.load.foreignCpuNs),
    },
  }));
  return (
    faster &&
    withOutcome(faster, ({ power }) => ({
      power: power && {
        ...power,
        samples: power.samples.map(({ atNs, watts }) => ({ atNs: scale(atNs), watts })),
      },
    }))
  );
}

/** The faster half of the samples in their order. */
function fastHalf(samples: readonly number[]): number[] {
  const limit = sorted(samples)[(samples.length - 1) >> 1]!;
  return samples.filter((ns) => ns <= limit);
}

export const times: Lie[] = [
  {
    name: 'times halved',
    sentence: 'Every sample took half as long.',
    tell: ({ own }) => scaled(own, 0.5),
  },
  {
    name: 'times a tenth',
    sentence: 'Every sample took a tenth as long.',
    tell: ({ own }) => scaled(own, 0.1),
  },
  {
    name: 'a fifth faster',
    sentence: 'Every sample took 0.8 times as long.',
    tell: ({ own }) => scaled(own, 0.8),
  },
  {
    name: 'all clocks halved',
    sentence: 'Samples, cold starts, loads and power readings all took half as long.',
    tell: ({ own }) => everythingScaled(own, 0.5),
  },
  {
    name: 'one result halved',
    sentence: 'Everything that counts time in one result took half as long.',
    tell: ({ own }) => {
      const halved = everythingScaled(own, 0.5);
      return halved && { ...own, results: [halved.results[0]!, ...own.results.slice(1)] };
    },
  },
  {
    name: 'halved, loads left out',
    sentence: 'Every sample took half as long, and neither loads nor power were recorded.',
    tell: ({ own }) => {
      const halved = scaled(own, 0.5);
      const silent = halved && withRepetitions(halved, () => ({ load: null }));
      return silent && withOutcome(silent, () => ({ power: null }));
    },
  },
  {
    name: 'all clocks a tenth',
    sentence: 'Samples, cold starts, loads and power readings all took a tenth as long.',
    tell: ({ own }) => everythingScaled(own, 0.1),
  },
  {
    name: 'slow half dropped',
    sentence: 'Only the faster half of the samples exists.',
    tell: ({ own }) => withSamples(own, fastHalf),
  },
  {
    name: 'slow half thinned',
    sentence: 'The slower half of the samples was left out to keep the file small.',
    tell: ({ own }) =>
      withRepetitions(own, (one) => {
        const samplesNs = fastHalf(one.samplesNs);
        return { samplesNs, samplesThinned: one.samplesThinned + one.samplesNs.length - samplesNs.length };
      }),
  },
  {
    name: 'invented at 0.3x',
    sentence: 'The samples are drawn around 0.3 times the measured median.',
    tell: ({ own, random }) =>
      withSamples(own, (samples) => {
        const middle = 0.3 * middleOf(samples);
        return samples.map(() => random.around(middle, 0.01));
      }),
  },
  {
    name: 'ns as microseconds',
    sentence: 'The samples are microseconds, but the file calls them nanoseconds.',
    tell: ({ own }) => scaled(own, 1e-3),
  },
  {
    name: 'first sample 1 ns',
    sentence: 'Three of four samples took one nanosecond.',
    tell: ({ own }) => withSamples(own, (samples) => samples.map((ns, i) => (i % 4 === 0 ? ns : 1))),
  },
  {
    name: 'slow runs left out',
    sentence: 'Only the fastest repetition exists.',
    tell: ({ own }) =>
      withOutcome(own, ({ repetitions }) => {
        if (repetitions.length < 2) return null;
        const [fastest] = repetitions.toSorted((a, b) => middleOf(a.samplesNs) - middleOf(b.samplesNs));
        return { repetitions: [{ ...fastest!, runIndex: 0 }] };
      }),
  },
  {
    name: 'fastest run thrice',
    sentence: 'Every repetition has the samples of the fastest one.',
    tell: ({ own }) =>
      withOutcome(own, ({ repetitions }) => {
        if (repetitions.length < 2) return null;
        const [fastest] = repetitions.toSorted((a, b) => middleOf(a.samplesNs) - middleOf(b.samplesNs));
        return { repetitions: repetitions.map(({ runIndex }) => ({ ...fastest!, runIndex })) };
      }),
  },
];
