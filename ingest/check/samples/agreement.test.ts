import { expect, it } from 'vitest';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { drawNoise, timedLoop } from '../../testing/fuzz/noise.ts';
import { infer } from '../../testing/mode-samples.ts';
import { randomFrom } from '../../testing/random.ts';
import { changed, submission } from '../../testing/samples.ts';

const timing = {
  ...{ minSamples: 30, minMeasureMs: 1000, maxMeasureMs: 10_000 },
  ...{ minWarmUpSteps: 3, minWarmUpMs: 500, exactSamples: null },
};

/** Three repetitions of a forward pass of 30 ms; `deal` changes the samples of all of them. */
function flagsOf(seed: number, deal: (lists: number[][]) => number[][]): string[] {
  const random = randomFrom(seed);
  const noise = drawNoise(random, seed % 2 === 0, seed % 3 === 0 ? 100 : 1);
  const result = changed(infer(1000, 32), ({ repetitions }) => {
    const lists = repetitions.map(
      ({ samplesNs }) => timedLoop(random, 3e7, noise, timing, samplesNs).samplesNs,
    );
    const dealt = deal(lists);
    return {
      repetitions: repetitions.map((one, i) => ({ ...one, samplesNs: dealt[i]!, samplesThinned: 0 })),
    };
  });
  return checkedFactsOf(submission([result])).flags.filter((id) => id === 'p33-agreement');
}

/** All samples in order of their size, dealt out in turn. */
function dealAll(lists: number[][]): number[][] {
  const all = lists.flat().sort((a, b) => a - b);
  return lists.map((_, i) => all.filter((_, j) => j % lists.length === i));
}

const seeds = Array.from({ length: 40 }, (_, i) => i + 1);

it('flags repetitions that share one list, and none that were measured', () => {
  const found = seeds.filter((seed) => flagsOf(seed, dealAll).length > 0);
  expect(found.length).toBeGreaterThan(35);
  expect(seeds.filter((seed) => flagsOf(seed, (lists) => lists).length > 0)).toEqual([]);
});

it('leaves equal samples of a coarse clock alone', () => {
  const coarse = (lists: number[][]) => lists.map((list) => list.map((_, i) => 3e7 + 1e6 * (i % 3)));
  expect(flagsOf(1, coarse)).toEqual([]);
});

/** The first list in place of all, with a little noise. */
const repeated = (lists: number[][]) =>
  lists.map((_, i) => lists[0]!.map((ns, j) => Math.round(ns * (1 + 0.0005 * Math.sin(1.7 * j * (i + 1))))));

it('flags repetitions that follow each other, if they scatter more than the noise', () => {
  const found = seeds.filter((seed) => flagsOf(seed, repeated).length > 0);
  expect(found.length).toBeGreaterThan(20);
});
