import { expect, it } from 'vitest';
import type { Repetition } from '../../../data/contract/repetition.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { changed, submission, vgg } from '../../testing/samples.ts';

const flagsOf = (change: (one: Repetition) => Partial<Repetition>) => {
  const result = changed(vgg(80), ({ repetitions }) => ({
    repetitions: repetitions.map((one) => ({ ...one, ...change(one) })),
  }));
  return checkedFactsOf(submission([result])).flags.filter((id) => id === 'p35-start');
};

const timed = { elapsedNs: 31e9, coldStartNs: 900_000_001 };

it('P35: no sample is much shorter than the others', () => {
  const first = (ns: number) => flagsOf(({ samplesNs }) => ({ samplesNs: [ns, ...samplesNs.slice(1)] }));
  expect(first(1)).toEqual(['p35-start']);
  expect(first(6e7)).toEqual([]);
});

it('P35: a start takes time, and contains a pass', () => {
  expect(flagsOf(() => timed)).toEqual([]);
  expect(flagsOf(() => ({ ...timed, startUpNs: 1 }))).toEqual(['p35-start']);
  expect(flagsOf(() => ({ ...timed, coldStartNs: 100_000_001 }))).toEqual(['p35-start']);
  // Files of runners that recorded less may have been rounded.
  expect(flagsOf(() => ({ coldStartNs: 1 }))).toEqual([]);
});

it('P35: nothing starts in no time, whatever the runner recorded', () => {
  for (const change of [{ coldStartNs: 0 }, { startUpNs: 0 }]) {
    const result = changed(vgg(80), ({ repetitions }) => ({
      repetitions: repetitions.map((one) => ({ ...one, ...change })),
    }));
    expect(checkedFactsOf(submission([result])).reject).toEqual([
      expect.stringMatching(/ in 0 ns| took 0 ns/),
    ]);
  }
});
