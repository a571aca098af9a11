/** @file Where the slow samples were left out is found, and measured samples of many shapes are not. */
import { expect, it } from 'vitest';
import { checkedFactsOf } from '../../../testing/check-samples.ts';
import { drawNoise, timedLoop } from '../../../testing/fuzz/noise.ts';
import { infer } from '../../../testing/mode-samples.ts';
import { randomFrom } from '../../../testing/random.ts';
import { changed, submission } from '../../../testing/samples.ts';

const timing = { minSamples: 10, minMeasureMs: 1000, maxMeasureMs: 10_000 };
const usual = { minWarmUpSteps: 3, minWarmUpMs: 500, exactSamples: null };

/** Not the scatter of a real run, which this sample is not. */
const families = ['log-normal', 'gamma', 'clocks', 'bursts', 'interrupts'] as const;

/** Three repetitions of 5 ms a sample; `keep` chooses the samples of each. */
function flagsOf(seed: number, keep: (samples: number[]) => number[]): string[] {
  const random = randomFrom(seed);
  const noise = { ...drawNoise(random, true, 1), family: random.pick(families) };
  const result = changed(infer(1000, 32), ({ repetitions }) => ({
    repetitions: repetitions.map((one) => {
      const { samplesNs } = timedLoop(random, 5e6, noise, { ...usual, ...timing }, one.samplesNs);
      return { ...one, samplesNs: keep(samplesNs), samplesThinned: 400 };
    }),
  }));
  return checkedFactsOf(submission([result])).flags.filter((id) => id === 'p10-odd-samples');
}

const fasterHalf = (samples: number[]) => {
  const limit = samples.toSorted((a, b) => a - b)[samples.length >> 1]!;
  return samples.filter((ns) => ns < limit);
};

const seeds = Array.from({ length: 60 }, (_, i) => i + 1);

it('flags most lists without their slower half, and hardly any whole one', () => {
  const found = seeds.filter((seed) => flagsOf(seed, fasterHalf).length > 0);
  const falseAlarms = seeds.filter((seed) => flagsOf(seed, (samples) => samples).length > 0);
  expect(found.length).toBeGreaterThan(45);
  expect(falseAlarms.length).toBeLessThanOrEqual(1);
});
