/** @file What newer runners record of passes, devices and recipes: contradictions are refused, and files that lack it are flagged. */
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../data/contract/cell.ts';
import type { Observed } from '../../../data/contract/outcome.ts';
import type { Repetition } from '../../../data/contract/repetition.ts';
import type { Submission } from '../../../data/contract/submission.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { changed, cpu, matmul, submission } from '../../testing/samples.ts';

const facts: Observed = { computedOn: 'cpu', inputsKept: true };

/** A product with what a newer runner records. */
const product = (cell: Partial<Cell>, observed: Observed, of: Partial<Repetition>) =>
  changed(matmul(0.05, { engine: 'pytorch', ...cell }), (outcome) => ({
    observed: { ...outcome.observed, ...observed },
    repetitions: outcome.repetitions.map((one) => ({ ...one, ...of })),
  }));

const refusalsOf = (...[cell, observed, of]: Parameters<typeof product>) =>
  checkedFactsOf(submission([product(cell, observed, of)])).reject;

describe('the passes of a sample', () => {
  it.each([
    // 43 ms a product: the first took 60 ms, 43 ms or 20 ms.
    [1, 60e6],
    [2, 43e6],
    [3, 20e6],
    [1, null],
    // Engines limit them to 32 or more.
    [50, 1e6],
    [32, 1e6],
  ])('are %s if one took %s ns', (itemsPerSample, passNs) => {
    expect(refusalsOf({}, facts, { itemsPerSample, passNs })).toEqual([]);
  });

  it.each([
    [2, 60e6, 'one sample covers 2 passes, but one took 60.0 ms, so that the runner joins 1'],
    [4, 20e6, 'one sample covers 4 passes, but one took 20.0 ms, so that the runner joins 3'],
    [2, 20e6, 'one sample covers 2 passes, but one took 20.0 ms, so that the runner joins 3'],
    [2, null, 'one sample covers 2 passes, but no pass was timed to count them'],
  ])('are refused if they are %s and one took %s ns', (itemsPerSample, passNs, text) => {
    expect(refusalsOf({}, facts, { itemsPerSample, passNs })).toEqual([expect.stringContaining(text)]);
  });
});

describe('what the worker did', () => {
  it.each<[Partial<Cell>, Observed, Partial<Repetition>, string]>([
    [{}, { ...facts, computedOn: 'gpu' }, { passNs: null }, 'computed on "gpu", but the cell names a cpu'],
    [{}, { ...facts, inputsKept: false }, { passNs: null }, 'but the recipe is optimized'],
    [{ recipe: 'naive' }, facts, { passNs: null }, 'but the recipe is naive'],
    [{ recipe: 'naive' }, { ...facts, inputsKept: false }, { passNs: 6e7 }, 'but the recipe is naive'],
  ])('contradicts %j with %j and %j', (cell, observed, of, text) => {
    expect(refusalsOf(cell, observed, of)).toEqual([expect.stringContaining(text)]);
  });

  it('agrees', () => {
    expect(refusalsOf({}, facts, { passNs: 6e7 })).toEqual([]);
    expect(refusalsOf({ recipe: 'naive' }, { ...facts, inputsKept: false }, { passNs: null })).toEqual([]);
  });
});

describe('a file of a runner that recorded less', () => {
  const timed: Partial<Repetition> = { warmUpNs: 3e9, elapsedNs: 40e9 };

  const flagsOn = (startedAt: string, observed: Observed, of: Partial<Repetition>) => {
    const finishedAt = new Date(Date.parse(startedAt) + 4 * 3_600_000).toISOString();
    const times: Partial<Submission> = { startedAt, finishedAt };
    const { flags, texts } = checkedFactsOf(submission([product({ device: cpu }, observed, of)], times));
    return flags.flatMap((id, i) => (id === 'older-runner' ? [texts[i]] : []));
  };

  it.each<[Observed, Partial<Repetition>, string]>([
    [facts, timed, 'by which time its passes were counted'],
    [facts, { ...timed, passNs: null, elapsedNs: undefined }, 'how long its warm-up and its timed loop took'],
    [facts, { ...timed, passNs: null, warmUpNs: undefined }, 'how long its warm-up and its timed loop took'],
    [{ inputsKept: true }, { ...timed, passNs: null }, 'on which kind of device it computed'],
    [{ computedOn: 'cpu' }, { ...timed, passNs: null }, 'whether its inputs stayed on the device'],
  ])('is flagged from the day on that runners record it: %j, %j', (observed, of, lack) => {
    expect(flagsOn('2026-12-01T00:00:00.000Z', observed, of)).toEqual([expect.stringContaining(lack)]);
    expect(flagsOn('2026-11-30T12:00:00.000Z', observed, of)).toEqual([]);
  });

  it('is not flagged if it has everything', () => {
    expect(flagsOn('2026-12-01T06:00:00.000Z', facts, { ...timed, passNs: null })).toEqual([]);
  });
});

describe('the load of the machine', () => {
  const load = { wallNs: 1e9, processors: 12, workerCpuNs: 9e8, foreignCpuNs: 1e7, foreignGpuShare: null };
  const isMissed = (of: Partial<Repetition>, virtualisation: string | null = 'none'): boolean => {
    const run = submission([product({}, facts, { passNs: null, ...of })]);
    const conditions = { ...run.conditions, virtualisation };
    return checkedFactsOf({ ...run, conditions }).flags.includes('p39-load');
  };

  it('is missed where the runner records it', () => {
    expect(isMissed({ elapsedNs: 3e10, load: null })).toBe(true);
    expect(isMissed({ elapsedNs: 3e10, load: null }, 'kvm')).toBe(true);
    expect(isMissed({ elapsedNs: 3e10, load })).toBe(false);
  });

  it('may be missing in a file of an older runner, and in a sandbox whose counters stand still', () => {
    expect(isMissed({ load: null })).toBe(false);
    expect(isMissed({ elapsedNs: 3e10, load: null }, 'docker')).toBe(false);
    expect(isMissed({ elapsedNs: 3e10, load: null }, null)).toBe(false);
  });
});
