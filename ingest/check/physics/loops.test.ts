/** @file Loops that a preset ends, of every kind of work: what an honest run may look like, and what it may not. */
import { expect, it } from 'vitest';
import type { Load, Repetition } from '../../../data/contract/repetition.ts';
import type { Result, Submission } from '../../../data/contract/submission.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { infer, llm } from '../../testing/mode-samples.ts';
import { changed, matmul, samples, submission, vgg } from '../../testing/samples.ts';

const each = (result: Result, change: (one: Repetition) => Partial<Repetition>): Result =>
  changed(result, ({ repetitions }) => ({
    repetitions: repetitions.map((one) => ({ ...one, ...change(one) })),
  }));

/** After the presets got their present durations. */
const lately: Partial<Submission> = {
  startedAt: '2026-11-30T12:00:00.000Z',
  finishedAt: '2026-11-30T16:00:00.000Z',
};
const flagsOf = (...results: Result[]) => checkedFactsOf(submission(results, lately)).flags;

it('a language model is measured five times, and a short loop of it has the load of the whole repetition', () => {
  const load: Load = {
    wallNs: 4e9,
    processors: 12,
    workerCpuNs: 3e9,
    foreignCpuNs: 0,
    foreignGpuShare: null,
  };
  const fast = each(llm('prompt', 9000), () => ({ load }));
  expect(flagsOf(fast)).toEqual(flagsOf(llm('prompt', 9000)));
  const three = each(llm('generate', 50), ({ samplesNs }) => ({ samplesNs: samplesNs.slice(0, 3) }));
  expect(flagsOf(llm('generate', 50))).not.toContain('p18-short');
  expect(flagsOf(three)).toContain('p18-short');
});

it('no loop goes on long after the longest time of its preset, unless the number of samples was chosen', () => {
  const product = (count: number, seed: number) =>
    each(matmul(0.3, {}, seed), ({ runIndex }) => ({
      samplesNs: samples(6e8, count + runIndex, seed + runIndex),
      samplesThinned: 0,
    }));
  expect(flagsOf(product(15, 1))).not.toContain('p18-long');
  expect(flagsOf(product(60, 1))).toContain('p18-long');
  const chosen = each(product(60, 1), ({ samplesNs }) => ({ samplesNs: samplesNs.slice(0, 60) }));
  expect(flagsOf(chosen)).not.toContain('p18-long');
});

it('one run has one version of the durations', () => {
  // 6 samples of 0.5 s were enough for a quick latency until 2026-11-22, and copies of that runner may still run.
  const latency = each(infer(2, 1), ({ runIndex }) => ({
    samplesNs: samples(5e8, 6, 3 + runIndex),
    samplesThinned: 0,
  }));
  const quick: Partial<Submission> = { ...lately, preset: 'quick' };
  const oneRun = (result: Result): Result =>
    changed(result, ({ repetitions }) => ({ repetitions: repetitions.slice(0, 1) }));
  const flagsIn = (...results: Result[]) =>
    checkedFactsOf(submission(results.map(oneRun), quick)).flags.filter((id) => id === 'p18-short');
  expect(flagsIn(latency)).toEqual([]);
  // A newer runner measures this product for half a second only.
  const product = each(matmul(0.3), ({ runIndex }) => ({
    samplesNs: samples(5e7, 13, 5 + runIndex),
    samplesThinned: 0,
  }));
  expect(flagsIn(latency, product)).toEqual(['p18-short']);
});

it('power is read every tenth of a second at most', () => {
  const everyMs = (ms: number) =>
    changed(matmul(0.3), () => ({
      power: {
        source: 'rapl',
        scope: 'package',
        idleWatts: 10,
        lost: null,
        samples: Array.from({ length: 20 }, (_, i) => ({ atNs: (i + 1) * ms * 1e6, watts: 30 + (i % 3) })),
      },
    }));
  const textsOf = (ms: number) => checkedFactsOf(submission([everyMs(ms)], lately)).texts.join();
  expect(textsOf(100)).not.toContain('the runner reads it every');
  expect(textsOf(50)).toContain('the runner reads it every 100 ms at most');
});

it('power is read until the end of the loops, unless the meter was lost', () => {
  const textsOf = (seconds: number, lost: string | null) => {
    const result = changed(matmul(0.3), () => ({
      power: {
        source: 'rapl',
        scope: 'package',
        idleWatts: 10,
        lost,
        samples: Array.from({ length: seconds }, (_, i) => ({ atNs: (i + 1) * 1e9, watts: 30 + (i % 3) })),
      },
    }));
    return checkedFactsOf(submission([result])).texts.join();
  };
  // Three loops of half a minute.
  expect(textsOf(85, null)).not.toContain('the power was read for');
  expect(textsOf(40, null)).toMatch(/the power was read for 40.0 s only, but the timed loops took 9\d/);
  expect(textsOf(40, 'the meter ended')).not.toContain('the power was read for');
});

it('a latency times each pass', () => {
  const joined = each(infer(100, 1), () => ({ itemsPerSample: 2 }));
  expect(checkedFactsOf(submission([joined])).reject.join()).toContain('a latency times each');
});

it('a forward pass in the naive recipe has its optimized twin, or the file has nothing optimized', () => {
  const naive = infer(100, 1, { recipe: 'naive' });
  expect(flagsOf(naive, matmul(0.3))).toContain('p26-recipe');
  expect(flagsOf(naive, matmul(0.3), infer(110, 1, {}, 9))).not.toContain('p26-recipe');
  expect(flagsOf(naive)).not.toContain('p26-recipe');
});

it('training is measured at half the batch only where it is slow', () => {
  const half = (seconds: number) => flagsOf(vgg(seconds, { batchSize: 128 }));
  expect(half(600)).not.toContain('p23-sizes');
  expect(half(20)).toContain('p23-sizes');
});

it('a loop that a time budget ended says so, and casts no doubt on the others', () => {
  const cut = (of: Partial<Repetition>) =>
    each(matmul(0.3), ({ runIndex }) => ({
      samplesNs: samples(5e8, 3, 5 + runIndex),
      samplesThinned: 0,
      ...of,
    }));
  const textsOf = (content: Partial<Submission>, of: Partial<Repetition>) => {
    const { texts, flags } = checkedFactsOf(submission([cut(of)], { ...lately, ...content }));
    return texts.filter((_, i) => ['p18-short', 'time-budget'].includes(flags[i]!));
  };
  const short = 'less than the preset standard measures';
  expect(textsOf({}, {})).toEqual([expect.stringContaining(short)]);
  expect(textsOf({ timeBudgetMs: 30_000 }, { limitMs: 4000 })).toEqual([
    expect.stringMatching(/only 4\.00 s of the run were left for it; .* longer --time-budget/),
  ]);
  // The limit was far away.
  expect(textsOf({ timeBudgetMs: 30_000 }, { limitMs: 60_000 })).toEqual([
    expect.not.stringContaining('--time-budget'),
  ]);
});

it('one of three loops may have lasted longer than the samples that the file keeps of it', () => {
  const load = (wallNs: number): Load => ({
    ...{ wallNs, processors: 12, workerCpuNs: 3e9 },
    ...{ foreignCpuNs: 0, foreignGpuShare: null },
  });
  // 40 of 80 samples of 0.1 s; an interruption of 10 s is among the others.
  const longer = (count: number, samplesThinned: number) =>
    each(matmul(0.02), ({ runIndex }) => ({
      samplesNs: samples(1e8, 80 - samplesThinned, 5 + runIndex),
      samplesThinned,
      load: load(runIndex < count ? 18e9 : 8.1e9),
    }));
  expect(flagsOf(longer(1, 40))).not.toContain('p17-loop-time');
  expect(flagsOf(longer(1, 0))).toContain('p17-loop-time');
  expect(flagsOf(longer(2, 40))).toContain('p17-loop-time');
});

it('on a busy machine the worker waits between its samples, too', () => {
  const seen = (foreignCpuNs: number): Load => ({
    ...{ wallNs: 10.5e9, processors: 12, workerCpuNs: 30e9 },
    ...{ foreignCpuNs, foreignGpuShare: null },
  });
  const waited = (foreignCpuNs: number) =>
    each(matmul(0.02), ({ runIndex }) => ({
      samplesNs: samples(1e8, 80, 5 + runIndex),
      samplesThinned: 0,
      load: seen(foreignCpuNs),
    }));
  expect(flagsOf(waited(0))).toContain('p17-loop-time');
  expect(flagsOf(waited(90e9))).not.toContain('p17-loop-time');
  expect(checkedFactsOf(submission([waited(90e9)], lately)).withheld).toContain('other programs used');
});

it('a host that held up a sample may have held up the loop between two samples, too', () => {
  const withPause = (ofSampleNs: number) =>
    each(matmul(0.3), ({ runIndex }) => {
      const samplesNs = samples(5e7, 40, 7 + runIndex).map((ns, i) => (i === 20 ? ns + ofSampleNs : ns));
      const elapsedNs = samplesNs.reduce((sum, ns) => sum + ns, 5e8);
      return { samplesNs, samplesThinned: 0, elapsedNs };
    });
  expect(flagsOf(withPause(0))).toContain('p17-loop-time');
  expect(flagsOf(withPause(5e8))).not.toContain('p17-loop-time');
});
