import { expect, it } from 'vitest';
import type { Ok } from '../../../data/contract/outcome.ts';
import type { Repetition } from '../../../data/contract/repetition.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { changed, matmul, submission } from '../../testing/samples.ts';

/** Whether a result whose repetitions are changed contradicts what it calls steady. */
const isContradicted = (change: Partial<Repetition>, of: Partial<Ok> = {}): boolean =>
  checkedFactsOf(
    submission([
      changed(matmul(0.05), ({ repetitions }) => ({
        repetitions: repetitions.map((one) => ({ ...one, ...change })),
        ...of,
      })),
    ]),
  ).flags.includes('p38-steady');

const bench = { engineVersion: 'llama-bench 6123 (a1b2c3d4)' };
const level = [1000, 1010, 1005, 1001, 1008];
const falling = [2000, 1900, 1000, 1010, 1005];

it.each([
  [{ steady: true, warmUpSteps: 0 }, {}],
  [{ steady: true, warmUpSteps: 1 }, {}],
  [{ steady: true, warmUpSteps: 0, samplesNs: falling, samplesThinned: 0 }, bench],
  [{ steady: false, warmUpSteps: 0, samplesNs: level, samplesThinned: 0 }, bench],
] as const)('%o contradicts itself', (change, of) => {
  expect(
    isContradicted({ ...change, samplesNs: [...('samplesNs' in change ? change.samplesNs : level)] }, of),
  ).toBe(true);
});

it.each([
  [{ steady: true, warmUpSteps: 2 }, {}],
  [{ steady: false, warmUpSteps: 1 }, {}],
  [{ steady: false, warmUpSteps: 0, samplesNs: falling, samplesThinned: 0 }, bench],
  [{ steady: true, warmUpSteps: 0, samplesNs: level, samplesThinned: 0 }, bench],
  // Some samples are left out, and older runners had a warm-up.
  [{ steady: true, warmUpSteps: 0, samplesNs: falling, samplesThinned: 5 }, bench],
  [{ steady: true, warmUpSteps: 2, samplesNs: falling, samplesThinned: 0 }, bench],
] as const)('%o may be', (change, of) => {
  expect(
    isContradicted({ ...change, samplesNs: [...('samplesNs' in change ? change.samplesNs : level)] }, of),
  ).toBe(false);
});
