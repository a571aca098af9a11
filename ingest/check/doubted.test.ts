/** @file Several contradictions of one file make its other results doubtful; a single one, or the speed alone, does not. */
import { expect, it } from 'vitest';
import { sumOf } from '../../data/derive/stats.ts';
import { checkedFactsOf } from '../testing/check-samples.ts';
import { infer } from '../testing/mode-samples.ts';
import { changed, gpu, matmul, submission, vgg } from '../testing/samples.ts';

/** Without the samples that the file left out, and with half of the others: less than the preset measures. */
const short = (result: Parameters<typeof changed>[0]) =>
  changed(result, ({ repetitions }) => ({
    repetitions: repetitions.map((one) => ({
      ...one,
      samplesNs: one.samplesNs.slice(0, 8),
      samplesThinned: 0,
    })),
  }));

const fileOf = (...results: Parameters<typeof changed>[0][]) =>
  submission(results, { startedAt: '2026-11-30T12:00:00.000Z', finishedAt: '2026-11-30T16:00:00.000Z' });

it('doubts the others only if two results and a quarter of them contradict themselves', () => {
  const good = matmul(0.3);
  const [one, two] = [short(infer(100, 1)), short(infer(500, 32))];
  expect(checkedFactsOf(fileOf(good, one, two)).flags).toEqual(['p25-doubted-file']);
  expect(checkedFactsOf(fileOf(good, one)).flags).toEqual([]);
  const others = [512, 2048, 4096].flatMap((size) => [matmul(0.2, { size }, size)]);
  const nets = [1, 2, 3, 4].map((seed) =>
    matmul(0.1 + 0.02 * seed, { size: 256 * seed, recipe: 'naive' }, seed),
  );
  expect(checkedFactsOf(fileOf(good, one, two, ...others, ...nets)).flags).toEqual([]);
});

/** With what the worker's clock says of it. */
const timed = (result: Parameters<typeof changed>[0]) =>
  changed(result, ({ repetitions }) => ({
    repetitions: repetitions.map((one) => ({
      ...one,
      warmUpSteps: 60,
      warmUpNs: Math.round(62 * one.samplesNs[0]!),
      elapsedNs: Math.round(1.01 * sumOf(one.samplesNs)),
    })),
  }));

it('doubts the others because of a single one that ended too early by the clock of its worker', () => {
  const [good, other] = [matmul(0.3), matmul(0.2, { size: 2048 }, 7)];
  expect(checkedFactsOf(fileOf(good, other, timed(short(infer(100, 1))))).texts).toContain(
    'the times or counts of 1 of the 3 results of this file are not plausible, so this one is doubted, too.',
  );
  expect(checkedFactsOf(fileOf(good, other, short(infer(100, 1)))).flags).toEqual([]);
});

it('doubts all results of a device whose product is far beyond its peak', () => {
  const onGpu = { device: gpu } as const;
  const [product, net] = [matmul(60, onGpu), infer(100, 1, onGpu)];
  const text =
    'another result of this file is far beyond the peak of the device, so this one is doubted, too.';
  expect(checkedFactsOf(fileOf(net, product)).texts).toEqual([text]);
  // Overclocked, or in another precision.
  expect(checkedFactsOf(fileOf(net, matmul(45, onGpu))).texts).toEqual([]);
  expect(checkedFactsOf(fileOf(net, matmul(60, { ...onGpu, dtype: 'float16' }))).texts).toEqual([]);
});

it('doubts all results of a device on which a net in float32 is far beyond its peak, in every dtype', () => {
  const onGpu = { device: gpu } as const;
  const half = matmul(3, { ...onGpu, dtype: 'float16' });
  const text =
    'another result of this file is far beyond the peak of the device, so this one is doubted, too.';
  const held = (seconds: number) => checkedFactsOf(fileOf(vgg(seconds, onGpu), half)).withheld !== null;
  expect([held(0.3), held(10)]).toEqual([true, false]);
  expect(checkedFactsOf(fileOf(half, vgg(0.3, onGpu))).texts).toEqual([text]);
  expect(checkedFactsOf(fileOf(half, vgg(10, onGpu))).texts).toEqual([]);
});

it('doubts all results of an engine that computed on a GPU instead of the processor', () => {
  const elsewhere = changed(infer(100, 1, { engine: 'pytorch' }), () => ({
    peakMemory: { bytes: 3_000_000_000, method: 'cuda-max-allocated' },
  }));
  const small = infer(400, 32, { engine: 'pytorch' });
  const text = /another result of the same engine was not computed on the device/;
  const doubted = (...results: Parameters<typeof fileOf>) =>
    checkedFactsOf(fileOf(...results)).texts.filter((one) => text.test(one)).length;
  expect(doubted(small, elsewhere)).toBe(1);
  expect(doubted(infer(400, 32, { engine: 'tfjs-node' }), elsewhere)).toBe(0);
  expect(doubted(small, infer(100, 1, { engine: 'pytorch' }))).toBe(0);
});

it('doubts nothing because of the number of samples that --repeat gave', () => {
  const repeated = [vgg(300), infer(100, 1), infer(500, 32)].map((result) =>
    changed(result, ({ repetitions }) => ({
      repetitions: repetitions.map((one) => ({
        ...one,
        samplesNs: one.samplesNs.slice(0, 12),
        samplesThinned: 0,
      })),
    })),
  );
  const facts = checkedFactsOf(fileOf(...repeated), 2);
  expect(facts.flags).not.toContain('p25-doubted-file');
});

it('says how many of how many', () => {
  const { texts } = checkedFactsOf(fileOf(vgg(300), short(infer(100, 1)), short(infer(500, 32))));
  expect(texts).toEqual([
    'the times or counts of 2 of the 3 results of this file are not plausible, so this one is doubted, too.',
  ]);
});
