/** @file What happens between samples is little: most loops of a file that are longer show that samples were made shorter. */
import { expect, it } from 'vitest';
import type { Repetition } from '../../../data/contract/repetition.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { infer } from '../../testing/mode-samples.ts';
import { changed, matmul, samples, submission } from '../../testing/samples.ts';

const about = /what the runner does between them/;

/** Flags of a product and a forward pass of 40 ms, whose loops are longer than their samples by a share of them. */
function textsOf(shares: readonly [number[], number[]], position: number, more: Partial<Repetition> = {}) {
  const results = [matmul(0.3), infer(1000, 32)].map((result, at) =>
    changed(result, ({ repetitions }) => ({
      repetitions: repetitions.map((one, i) => {
        const samplesNs = samples(4e7, 60, 10 * at + i);
        const sum = samplesNs.reduce((all, ns) => all + ns, 0);
        const elapsedNs = Math.round(sum * (1 + shares[at]![i]!));
        return { ...one, samplesNs, samplesThinned: 0, elapsedNs, ...more };
      }),
    })),
  );
  return checkedFactsOf(submission(results), position).texts.filter((text) => about.test(text));
}

const short = [0.006, 0.006, 0.006];
const long = [0.035, 0.035, 0.035];

it('accepts what the runner does between samples, and single loops that were held up', () => {
  for (const at of [0, 1]) expect(textsOf([short, short], at)).toEqual([]);
  for (const at of [0, 1]) expect(textsOf([short, [0.006, 0.035, 0.035]], at)).toEqual([]);
});

it('flags a result all of whose loops are longer than their samples', () => {
  expect(textsOf([short, long], 1)).toHaveLength(1);
  expect(textsOf([short, long], 0)).toEqual([]);
});

it('flags those of a file most of whose loops are', () => {
  const shares: [number[], number[]] = [
    [0.035, 0.035, 0.006],
    [0.035, 0.006, 0.035],
  ];
  for (const at of [0, 1]) expect(textsOf(shares, at)).toHaveLength(1);
});

it('says nothing of loops that waited for a processor, and of older runners', () => {
  const busy = { wallNs: 3e9, processors: 12, workerCpuNs: 1e9, foreignCpuNs: 2e10, foreignGpuShare: null };
  expect(textsOf([long, long], 0, { load: busy })).toEqual([]);
  expect(textsOf([long, long], 0, { elapsedNs: undefined })).toEqual([]);
});
