/** @file Measured samples that were reshaped are found: drawn again, repeated, without a slow tail. Whole ones raise no alarm. */
import { describe, expect, it } from 'vitest';
import { checkedFactsOf } from '../../../testing/check-samples.ts';
import { drawNoise, timedLoop } from '../../../testing/fuzz/noise.ts';
import { infer } from '../../../testing/mode-samples.ts';
import { type Random, randomFrom } from '../../../testing/random.ts';
import { changed, submission } from '../../../testing/samples.ts';

const timing = {
  ...{ minSamples: 30, minMeasureMs: 1000, maxMeasureMs: 10_000 },
  ...{ minWarmUpSteps: 3, minWarmUpMs: 500, exactSamples: null },
};

type Reshape = (samples: number[], random: Random) => number[];

/** Texts about three repetitions of a forward pass of 30 ms whose samples were reshaped, on a clock of some ticks. */
function textsOf(seed: number, reshape: Reshape, tickNs = 1): string[] {
  const random = randomFrom(seed);
  const noise = { ...drawNoise(random, seed % 2 === 0, tickNs), family: 'log-normal' as const };
  const result = changed(infer(1000, 32), ({ repetitions }) => ({
    repetitions: repetitions.map((one) => {
      const { samplesNs } = timedLoop(random, 3e7, noise, timing, one.samplesNs);
      return { ...one, samplesNs: reshape(samplesNs, random), samplesThinned: 0 };
    }),
  }));
  return checkedFactsOf(submission([result])).texts;
}

const seeds = Array.from({ length: 40 }, (_, i) => i + 1);
const found = (text: RegExp, reshape: Reshape, tickNs?: number) =>
  seeds.filter((seed) => textsOf(seed, reshape, tickNs).some((one) => text.test(one)));
const whole: Reshape = (samples) => samples;
const middleOf = (samples: number[]) => samples.toSorted((a, b) => a - b)[samples.length >> 1]!;

/** The faster half, each sample drawn again with a little noise. */
const drawn: Reshape = (samples, random) => {
  const fast = samples.filter((ns) => ns <= middleOf(samples));
  return samples.map(() => Math.round(random.around(random.pick(fast), 0.001)));
};

describe('equal samples', () => {
  const text = /are equal to another one of their list/;
  it('are flagged where samples were drawn again to the nanosecond', () => {
    expect(found(text, (samples, random) => samples.map(() => random.pick(samples))).length).toBe(40);
  });
  it('are those of a coarse clock otherwise', () => {
    expect(found(text, whole)).toEqual([]);
    expect(found(text, whole, 100)).toEqual([]);
    expect(found(text, whole, 1024 / 3.4)).toEqual([]);
    expect(found(text, whole, 1e9 / 24e6)).toEqual([]);
  });
});

describe('a slow tail', () => {
  const text = /end abruptly at the slowest one/;
  it('is missed where the faster half was drawn again', () => {
    expect(found(text, drawn).length).toBeGreaterThan(25);
  });
  it('is not missed in measured samples', () => {
    expect(found(text, whole)).toEqual([]);
  });
  it('is missed in many short lists of a file together', () => {
    const random = randomFrom(3);
    const short = (seed: number, reshape: Reshape) =>
      changed(infer(1000, 32, { batchSize: 2 ** seed }), ({ repetitions }) => ({
        repetitions: repetitions.map((one) => {
          const noise = { ...drawNoise(random, true, 1), family: 'log-normal' as const };
          const { samplesNs } = timedLoop(random, 3e7, noise, timing, one.samplesNs);
          return { ...one, samplesNs: reshape(samplesNs.slice(0, 14), random), samplesThinned: 0 };
        }),
      }));
    const flagsOf = (reshape: Reshape) =>
      checkedFactsOf(submission([1, 2, 3].map((seed) => short(seed, reshape)))).texts.filter((one) =>
        /samples of this file end abruptly/.test(one),
      );
    expect(flagsOf(drawn)).toHaveLength(1);
    expect(flagsOf(whole)).toEqual([]);
  });
});

describe('a stretch of samples', () => {
  const text = /as if a stretch was repeated/;
  const repeated: Reshape = (samples, random) => {
    const stretch = Math.ceil(samples.length / 2);
    return [...samples, ...samples].map((_, i) => Math.round(random.around(samples[i % stretch]!, 0.0002)));
  };
  it('is flagged where it occurs twice', () => {
    expect(found(text, repeated).length).toBeGreaterThan(30);
  });
  it('does not in measured samples, also if they have a period', () => {
    expect(found(text, whole)).toEqual([]);
    const collected: Reshape = (samples) => samples.map((ns, i) => ns + (i % 4 === 0 ? 2e6 : 0));
    expect(found(text, collected)).toEqual([]);
    const inTurn: Reshape = (samples) => samples.map((ns, i) => ns + [0, 1e6, 3e6][i % 3]!);
    expect(found(text, inTurn)).toEqual([]);
  });
});
