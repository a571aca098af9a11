import { describe, expect, it } from 'vitest';
import { processorUnits } from '../../../data/catalogue/index.ts';
import type { Load, Repetition } from '../../../data/contract/repetition.ts';
import type { Result } from '../../../data/contract/submission.ts';
import { processorPeak } from '../../../data/derive/bounds/processor-peak.ts';
import { toCandidate } from '../../candidates/measured.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { attention, infer } from '../../testing/mode-samples.ts';
import { changed, gpu, machine, matmul, subject, submission, vgg } from '../../testing/samples.ts';

const eachRepetition = (result: Result, change: (one: Repetition) => Partial<Repetition>): Result =>
  changed(result, ({ repetitions }) => ({
    repetitions: repetitions.map((one) => ({ ...one, ...change(one) })),
  }));

describe('the bound of a processor', () => {
  const ofCores = (physicalCores: number, logicalCores: number) => ({
    os: machine.os,
    cpu: { ...machine.cpu!, physicalCores, logicalCores },
  });
  it('is its cores times the widest units at the highest clock of its family', () => {
    const float32 = processorPeak(ofCores(16, 32), 'float32', processorUnits);
    expect(float32?.tflops).toBeCloseTo((16 * 64 * 6.2) / 1000, 6);
    const apple = { ...ofCores(10, 10), os: { platform: 'darwin', arch: 'arm64' } } as const;
    expect(processorPeak(apple, 'float32', processorUnits)?.tflops).toBeCloseTo((3 * 512 * 4.7) / 1000, 6);
  });

  it('counts threads where the number of cores cannot be right, and is unknown without a processor', () => {
    expect(processorPeak(ofCores(1, 16), 'float32', processorUnits)?.words).toContain('16 cores');
    expect(processorPeak({ os: machine.os, cpu: null }, 'float32', processorUnits)).toBeNull();
  });
});

describe('unknown hardware', () => {
  const unrankedOf = (result: Result) => {
    const one = subject(submission([result]));
    return toCandidate(one.file, one.measurements[0]!, { flags: [], withheld: null }).unranked;
  };
  it('is shown, not ranked', () => {
    const words =
      'Unknown hardware is shown, not ranked: the rated peak of "Some GPU of next year" is not known; add it to the catalogue (data/catalogue/hardware).';
    expect(unrankedOf(matmul(10, { device: { ...gpu, name: 'Some GPU of next year' } }))).toBe(words);
    expect(
      unrankedOf(matmul(0.3, { device: { ...gpu, kind: 'cpu', api: 'none', name: 'A CPU' } })),
    ).toContain('Unknown hardware');
    expect(unrankedOf(matmul(10, { device: gpu }))).toBeNull();
    expect(unrankedOf(matmul(0.3))).toBeNull();
  });
});

describe('P17, the loop and its samples', () => {
  const load = (wallNs: number, workerCpuNs = 5 * wallNs): Load => ({
    wallNs: Math.round(wallNs),
    processors: 12,
    workerCpuNs: 1e7 * Math.round(workerCpuNs / 1e7),
    foreignCpuNs: 0,
    foreignGpuShare: null,
  });
  // 20 samples of 1.53 s.
  const timesAsLong = (factor: number) =>
    checkedFactsOf(
      submission([
        eachRepetition(vgg(300), ({ samplesNs }) => ({
          load: load(factor * samplesNs.reduce((sum, ns) => sum + ns, 0)),
        })),
      ]),
    );
  it.each([
    [1.02, [], false],
    [1.12, [], false],
    [1.25, ['p17-loop-time'], false],
    [2, ['p17-loop-time'], false],
    [0.9, ['p17-loop-time'], true],
  ])('a loop %s times as long as its samples: flags %j, withheld %s', (factor, flags, held) => {
    const facts = timesAsLong(factor);
    expect(facts.flags).toEqual(flags);
    expect(facts.withheld !== null).toBe(held);
  });

  it('does not compare the moment before a repetition with its samples, as recorded on Windows', () => {
    const before: Load = { ...load(3e8), workerCpuNs: null };
    const facts = checkedFactsOf(submission([eachRepetition(vgg(300), () => ({ load: before }))]));
    expect(facts).toMatchObject({ flags: [], withheld: null });
  });

  it('holds back more processor time than there is', () => {
    const run = eachRepetition(vgg(300), () => ({ load: load(31e9, 20 * 31e9) }));
    expect(checkedFactsOf(submission([run])).withheld).toContain(
      'of processor time in 31.0 s on 12 processors',
    );
  });
});

describe('P18, the duration of a repetition', () => {
  /** Training with as many samples in each repetition, all of which are in the file. */
  const shortened = (count: number) =>
    changed(
      eachRepetition(vgg(300), ({ samplesNs }) => ({
        samplesNs: samplesNs.slice(0, count),
        samplesThinned: 0,
      })),
      ({ extrapolated }) => ({ extrapolated: extrapolated && { ...extrapolated, stepsTimed: count } }),
    );

  // `standard` trains for 7 s and 30 samples, or for 15 s; VGG16 takes 1.53 s a step here.
  it.each([
    [20, [], false],
    [10, [], false],
    // 13.8 s: no runner spends 1.2 s outside of nine samples.
    [9, ['p18-short'], false],
    [5, ['p18-short'], false],
    [3, ['p18-short'], true],
  ])('%s samples of 1.53 s: flags %j, withheld %s', (count, flags, held) => {
    const run = shortened(count);
    const facts = checkedFactsOf(
      submission([run], {
        startedAt: '2026-11-30T12:00:00.000Z',
        finishedAt: '2026-11-30T16:00:00.000Z',
      }),
    );
    expect(facts.flags).toEqual(flags);
    expect(facts.withheld !== null).toBe(held);
  });

  it('is not asked of smoke runs, which are not ranked', () => {
    expect(checkedFactsOf(submission([shortened(1)], { preset: 'smoke' })).flags).toEqual([]);
  });
});

describe('P19, steps of one net', () => {
  it('flags a larger batch that takes less time, and holds back what is four times too fast', () => {
    // One sample takes 10 ms; a batch of 32 at 3000/s takes 10.7 ms, at 6000/s 5.3 ms, at 16000/s 2 ms.
    const of = (perSecond: number) =>
      checkedFactsOf(
        submission([infer(100, 1, { device: gpu }), infer(perSecond, 32, { device: gpu }, 5)]),
        1,
      );
    expect(of(3000).flags).toEqual([]);
    expect(of(6000)).toMatchObject({ flags: ['p19-fast-step'], withheld: null });
    expect(of(16_000).withheld).toContain('of this file allows');
  });

  it('flags training that is as fast as the forward passes', () => {
    // 50000 samples in 100 s are 500 a second.
    const of = (forward: number) =>
      checkedFactsOf(
        submission([vgg(100, { device: gpu }), infer(forward, 256, { device: gpu }, 5)]),
      ).flags.filter((id) => id === 'p19-fast-step');
    expect(of(1500)).toEqual([]);
    expect(of(450)).toEqual(['p19-fast-step']);
  });
});

describe('P6 and P19, of what the host slowed', () => {
  // A sample of 10 ms; a batch of 32 at 16,000/s takes 2 ms, at 50/s 640 ms.
  const slowed = (result: Result) =>
    eachRepetition(result, ({ samplesNs }) => ({
      samplesNs: samplesNs.map((ns, i) => (i === 3 ? Math.round(ns / 10) : ns)),
    }));
  const flagsOf = (results: Result[], position: number) =>
    checkedFactsOf(submission(results), position).flags.filter((id) => /^p(?:6|19)-/.test(id));

  it('a step is not doubted beside a smaller batch that was slowed', () => {
    const [single, batch] = [infer(100, 1, { device: gpu }), infer(16_000, 32, { device: gpu }, 5)];
    expect(flagsOf([single, batch], 1)).toEqual(['p19-fast-step']);
    expect(flagsOf([slowed(single), batch], 1)).toEqual([]);
  });

  it('a batch is not doubted that was slowed itself', () => {
    const [single, batch] = [infer(100, 1, { device: gpu }), infer(50, 32, { device: gpu }, 5)];
    expect(flagsOf([single, batch], 1)).toEqual(['p6-batch-slower']);
    expect(flagsOf([single, slowed(batch)], 1)).toEqual([]);
  });
});

describe('P20, the fastest known values', () => {
  // The fastest known training of VGG16 by pytorch in float32 is 32.8 TFLOP/s of the 66.9 of an H200.
  it.each([
    [99.74 / 30, [], false],
    [99.74 / 70, ['p20-unusual'], false],
  ])('%s s per epoch on the H200: flags %j, withheld %s', (seconds, flags, held) => {
    const h200 = { ...gpu, name: 'NVIDIA H200', api: 'cuda' as const };
    const facts = checkedFactsOf(submission([vgg(seconds, { device: h200, engine: 'pytorch' })]));
    expect(facts.flags).toEqual(flags);
    expect(facts.withheld !== null).toBe(held);
  });

  it('compares a net with the product of its engine in the same file, also on unknown hardware', () => {
    const device = { ...gpu, name: 'Some GPU of next year' };
    const of = (product: number) =>
      checkedFactsOf(
        submission([vgg(10, { device, engine: 'webgpu' }), matmul(product, { device, engine: 'webgpu' })]),
      ).flags;
    // 9.97 TFLOP/s; at most 0.803 times the product is known, of one device, with a margin of 1.8.
    expect(of(8)).toEqual([]);
    expect(of(6.5)).toEqual(['p4-too-fast', 'p20-over-product']);
  });

  it('expects nothing of a product that the host slowed', () => {
    const device = { ...gpu, name: 'Some GPU of next year' };
    const product = matmul(6.5, { device, engine: 'webgpu' });
    const of = (change: (one: Repetition) => Partial<Repetition>) => {
      const results = [vgg(10, { device, engine: 'webgpu' }), eachRepetition(product, change)];
      const { flags } = checkedFactsOf(submission(results));
      return flags.filter((id) => id.startsWith('p4-') || id.startsWith('p20-'));
    };
    expect(of(() => ({}))).toEqual(['p4-too-fast', 'p20-over-product']);
    const halved = ([first, ...others]: readonly number[]) => [Math.round(first! / 2), ...others];
    expect(of(({ samplesNs }) => ({ samplesNs: halved(samplesNs) }))).toEqual([]);
    const busy = { processors: 12, workerCpuNs: 1e9, foreignGpuShare: null };
    expect(of(() => ({ load: { ...busy, wallNs: 3e10, foreignCpuNs: 3e11 } }))).toEqual([]);
  });
});

describe('P4, arithmetic that an algorithm saves', () => {
  it.each([
    ['wasm', 2.9, []],
    ['wasm', 3.2, ['p4-too-fast']],
    ['tfjs-wasm', 1.3, []],
    ['tfjs-wasm', 1.5, ['p4-too-fast']],
  ] as const)('%s computes VGG16 at %s times the speed of its product: %j', (engine, times, flags) => {
    // 99.74 TFLOP in 500 s are 0.2 TFLOP/s.
    const device = {
      kind: 'cpu' as const,
      api: 'none' as const,
      name: 'Some CPU of next year',
      software: false,
    };
    const file = submission([vgg(500, { device, engine }), matmul(0.2 / times, { device, engine })]);
    expect(checkedFactsOf(file).flags.filter((id) => id === 'p4-too-fast')).toEqual(flags);
  });
});

describe('P23, sizes', () => {
  it.each([
    [vgg(300), []],
    [vgg(300, { batchSize: 128 }), []],
    [vgg(300, { batchSize: 1024 }), ['p23-sizes']],
    [attention(128, 0.05), []],
    [attention(128, 0.05, { batchSize: 128 }), ['p23-sizes']],
    [matmul(0.3, { size: 1000 }), ['p23-sizes']],
  ])('%#: flags %j', (result, flags) => {
    expect(checkedFactsOf(submission([result])).flags.filter((id) => id === 'p23-sizes')).toEqual(flags);
  });

  it('accepts the batches of a sweep', () => {
    const of = (...batches: number[]) =>
      checkedFactsOf(
        submission(batches.map((batch) => infer(20 + batch / 100, batch, {}, batch))),
        batches.length - 1,
      ).flags.filter((id) => id === 'p23-sizes');
    expect(of(128)).toEqual(['p23-sizes']);
    expect(of(32, 64, 128)).toEqual([]);
    expect(of(32, 64, 100)).toEqual(['p23-sizes']);
  });
});
