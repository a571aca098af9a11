import { expect, it } from 'vitest';
import type { Observed } from '../../../data/contract/outcome.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { changed, submission, vgg } from '../../testing/samples.ts';

/** Training on the twelve logical processors of the sample machine, of which the worker keeps `cores` busy. */
const textsOf = (cores: number, observed: Observed) =>
  checkedFactsOf(
    submission([
      changed(vgg(300), (outcome) => ({
        observed: { ...outcome.observed, ...observed },
        repetitions: outcome.repetitions.map((one) => {
          const wallNs = Math.round(1.02 * one.samplesNs.reduce((sum, ns) => sum + ns, 0));
          const workerCpuNs = 1e7 * Math.round((cores * wallNs) / 1e7);
          return {
            ...one,
            load: { wallNs, processors: 12, workerCpuNs, foreignCpuNs: 0, foreignGpuShare: null },
          };
        }),
      })),
    ]),
  ).texts;

it.each([
  [6, { threads: 6 }, []],
  [6, { threads: 4 }, []],
  [7, { threads: 4, interOpThreads: 2 }, []],
  [6, {}, []],
  [6, { threads: 1 }, ['the worker of repetition 0 kept 6.0 processors busy with 1 thread.']],
])('%s busy processors with %j: %j', (cores, observed, texts) => {
  expect(textsOf(cores, observed)).toEqual(texts);
});
