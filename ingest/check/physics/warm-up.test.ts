import { describe, expect, it } from 'vitest';
import type { Repetition } from '../../../data/contract/repetition.ts';
import type { Result, Submission } from '../../../data/contract/submission.ts';
import { sumOf } from '../../../data/derive/stats.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { changed, samples, submission, vgg } from '../../testing/samples.ts';

/** Steps of 400 ms: three in 1.2 s warm up, and 30 in 12 s are a loop of the preset `standard`. */
const STEP_NS = 4e8;

/** A training with what runners record since they tell how long they warmed up and measured. */
function recorded(change: Partial<Repetition>): Submission {
  const result = changed(vgg(78.4), ({ repetitions }) => ({
    extrapolated: {
      stepsTimed: (change.samplesNs?.length ?? 30) + (change.samplesThinned ?? 0),
      stepsPerEpoch: 196,
    },
    repetitions: repetitions.map((one, i) => {
      const samplesNs = change.samplesNs ?? samples(STEP_NS, 30, i + 5);
      return {
        ...one,
        coldStartNs: 1_234_567_891 + i,
        warmUpSteps: 3,
        warmUpNs: 1_210_000_000,
        samplesThinned: 0,
        elapsedNs: Math.round(1.005 * sumOf(samplesNs)),
        ...change,
        samplesNs,
      };
    }),
  }));
  // With the durations of today.
  return submission([result], {
    startedAt: '2026-11-30T12:00:00.000Z',
    finishedAt: '2026-11-30T16:00:00.000Z',
  });
}

const repetitionsOf = ({ outcome }: Result) => (outcome.status === 'ok' ? outcome.repetitions : []);

const flagsOf = (change: Partial<Repetition>, ...ids: string[]) =>
  checkedFactsOf(recorded(change)).flags.filter((id) => ids.includes(id));

describe('P34, the warm-up', () => {
  const warmUp = (change: Partial<Repetition>) => flagsOf(change, 'p34-warm-up');

  it('takes the steps and the time of its preset', () => {
    expect(warmUp({})).toEqual([]);
    expect(warmUp({ warmUpSteps: 2 })).toEqual(['p34-warm-up']);
    expect(warmUp({ warmUpNs: 999_000_000 })).toEqual(['p34-warm-up']);
  });

  it('takes three times as long unless it becomes steady', () => {
    expect(warmUp({ steady: false })).toEqual(['p34-warm-up']);
    expect(warmUp({ steady: false, warmUpSteps: 7, warmUpNs: 2_900_000_000 })).toEqual(['p34-warm-up']);
    expect(warmUp({ steady: false, warmUpSteps: 8, warmUpNs: 3_100_000_000 })).toEqual([]);
    expect(warmUp({ steady: false, limitMs: 10_000 })).toEqual([]);
  });

  it('ends then at the latest, but for its last step', () => {
    expect(warmUp({ warmUpSteps: 9, warmUpNs: 4_100_000_000 })).toEqual([]);
    expect(warmUp({ warmUpSteps: 12, warmUpNs: 5_000_000_000 })).toEqual(['p34-warm-up']);
    // As many as the preset takes at least may last as long as they do.
    expect(warmUp({ warmUpSteps: 3, warmUpNs: 5_000_000_000 })).toEqual([]);
  });

  it('ends early where the time of the repetition was used up', () => {
    expect(warmUp({ warmUpSteps: 2, limitMs: 10_000 })).toEqual([]);
    expect(warmUp({ warmUpSteps: 2, limitMs: 300_000 })).toEqual(['p34-warm-up']);
  });

  it('has no more steps than fit into its time', () => {
    expect(warmUp({ warmUpSteps: 6 })).toEqual([]);
    expect(warmUp({ warmUpSteps: 7 })).toEqual(['p34-warm-up']);
    expect(warmUp({ warmUpSteps: Number.MAX_SAFE_INTEGER })).toEqual(['p34-warm-up']);
  });

  it('tells nothing of a loop that other programs slowed, but that it was too short', () => {
    const load = {
      wallNs: 12e9,
      processors: 12,
      workerCpuNs: 6e9,
      foreignCpuNs: 6e10,
      foreignGpuShare: null,
    };
    expect(warmUp({ warmUpSteps: 9, load })).toEqual([]);
    expect(warmUp({ warmUpSteps: 12, warmUpNs: 5_000_000_000, load })).toEqual([]);
    expect(warmUp({ warmUpSteps: 2, load })).toEqual(['p34-warm-up']);
  });
});

describe('P17, the clock of the worker', () => {
  it('agrees with the samples', () => {
    expect(flagsOf({}, 'p17-loop-time')).toEqual([]);
    expect(flagsOf({ elapsedNs: 15e9 }, 'p17-loop-time')).toEqual(['p17-loop-time']);
    expect(checkedFactsOf(recorded({ elapsedNs: 11e9 })).withheld).toMatch(
      /by the clock of the worker the loop took only 11\.0 s/,
    );
  });

  it('ends with the limit of the repetition', () => {
    expect(flagsOf({ limitMs: 14_500 }, 'p17-loop-time')).toEqual([]);
    expect(flagsOf({ limitMs: 13_000 }, 'p17-loop-time')).toEqual(['p17-loop-time']);
  });
});

describe('P18, with the time of the loop', () => {
  it('is exact', () => {
    // 25 ms a sample, 280 samples: 7 s.
    const of = (elapsedNs: number) => {
      const { flags, texts } = checkedFactsOf(recorded({ samplesNs: samples(2.5e7, 270, 3), elapsedNs }));
      return texts.filter((_, i) => flags[i] === 'p18-short');
    };
    expect(of(7.001e9)).toEqual([]);
    expect(of(6.999e9)).toHaveLength(1);
  });

  it('ends once the preset has its samples and its time', () => {
    // Not all with one number of samples, which --repeat would have given.
    const long = (count: number, ns: number) => {
      const { results, ...run } = recorded({ samplesNs: samples(ns, count, 3) });
      const [first] = recorded({ samplesNs: samples(ns, count + 1, 4) }).results;
      const mixed = changed(results[0]!, ({ repetitions: [, ...others] }) => ({
        repetitions: [...repetitionsOf(first!).slice(0, 1), ...others],
      }));
      return checkedFactsOf({ ...run, results: [mixed] }).flags.filter((id) => id === 'p18-long');
    };
    expect(long(280, 2.5e7)).toEqual([]);
    expect(long(300, 2.5e7)).toEqual(['p18-long']);
    // Thirty samples are the fewest, however long they take.
    expect(long(29, STEP_NS)).toEqual([]);
    expect(long(33, STEP_NS)).toEqual(['p18-long']);
  });
});

describe('P22, thinned lists', () => {
  const thinned = (kept: number) => {
    const samplesNs = samples(2.5e7, kept, 3);
    return flagsOf(
      { samplesNs, samplesThinned: 100, elapsedNs: Math.round((sumOf(samplesNs) * (kept + 100)) / kept) },
      'p22-thinning',
    );
  };

  it('have a length that the runner chooses', () => {
    // One result with three repetitions leaves room for 10,000 samples each, of which 5,000 are kept.
    expect(thinned(5000)).toEqual([]);
    expect(thinned(400)).toEqual(['p22-thinning']);
    expect(thinned(4999)).toEqual(['p22-thinning']);
  });
});
