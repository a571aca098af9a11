/** @file Lies of somebody who knows the format: what belongs together is changed together. */
import { hardware } from '../../../../data/catalogue/index.ts';
import type { Submission } from '../../../../data/contract/submission.ts';
import { SAMPLE_MS } from '../../../../data/derive/passes.ts';
import { stepsTimedOf } from '../../../values/steps.ts';
import { deviceFor } from '../../place.ts';
import {
  asCard,
  deviceOf,
  type Lie,
  sorted,
  withOutcome,
  withRepetitions,
  withResults,
  withSamples,
} from './lie.ts';

/** Suffixes of faster and slower cards of one family. */
const suffixes = ['', ' SUPER', ' Ti', ' Ti SUPER'];

/** The name of another card of the family that the catalogue lists; null if there is none. */
function relativeOf(name: string): (typeof hardware)[number] | null {
  const [, family] = /^(NVIDIA GeForce (?:GTX|RTX) \d{4})(?: SUPER| Ti| Ti SUPER)?$/.exec(name) ?? [];
  if (family === undefined) return null;
  const names = suffixes.map((suffix) => family + suffix).filter((one) => one !== name);
  return hardware.find((one) => names.includes(one.name)) ?? null;
}

function asRelative(own: Submission): Submission | null {
  const relative = relativeOf(deviceOf(own).name);
  return relative === null ? null : asCard(own, relative);
}

export const informed: Lie[] = [
  {
    name: 'one pass more, with its pass',
    sentence: 'A sample covers one pass more than it did, and the pass that was timed took less to match.',
    tell: ({ own }) =>
      withOutcome(own, ({ repetitions, extrapolated }, { batchSize }) => {
        const batch = batchSize ?? 1;
        if (repetitions.some(({ itemsPerSample }) => itemsPerSample < 4 * batch)) return null;
        const more = repetitions.map((one) => {
          const passes = one.itemsPerSample / batch + 1;
          return {
            ...one,
            itemsPerSample: passes * batch,
            passNs: Math.round((SAMPLE_MS * 1e6) / (passes - 0.5)),
          };
        });
        const stepsTimed = stepsTimedOf(more, { batchSize });
        return { repetitions: more, extrapolated: extrapolated && { ...extrapolated, stepsTimed } };
      }),
  },
  {
    name: 'recipe swapped, with its signs',
    sentence: 'The recipe is the other one, and so is what the worker is said to have done.',
    tell: ({ own }) =>
      withResults(own, ({ cell, outcome }) => {
        const recipe = cell.recipe === 'naive' ? 'optimized' : 'naive';
        const naive = recipe === 'naive';
        const observed = { ...outcome.observed, inputsKept: !naive };
        const repetitions = outcome.repetitions.map((one) => ({
          ...one,
          passNs: naive ? null : (one.passNs ?? null),
        }));
        return { cell: { ...cell, recipe }, outcome: { ...outcome, observed, repetitions } };
      }),
  },
  {
    name: 'GPU called CPU, with its signs',
    sentence: 'The times of a card are filed under the processor, which is said to have computed.',
    suits: ({ kind }) => kind !== 'cpu',
    tell: ({ own }) => {
      const { cpu } = own.machine;
      if (cpu === null || deviceOf(own).kind !== 'gpu') return null;
      return withResults(own, ({ cell, outcome }) => {
        const device = deviceFor({ machine: own.machine, kind: 'cpu', name: cpu.name }, cell.engine);
        const observed = { ...outcome.observed, computedOn: 'cpu' };
        return (
          device && {
            cell: { ...cell, device },
            outcome: { ...outcome, observed, power: null, peakMemory: null },
          }
        );
      });
    },
  },
  {
    name: 'facts removed',
    sentence: 'Times halved, in a file without what newer runners record.',
    tell: ({ own }) => {
      const faster = withSamples(own, (all) => all.map((ns) => 0.5 * ns));
      const older = faster && withRepetitions(faster, () => ({ passNs: undefined, limitMs: undefined }));
      return (
        older &&
        withOutcome(older, ({ observed: { computedOn: _, inputsKept: __, ...observed } }) => ({ observed }))
      );
    },
  },
  {
    name: 'time budget claimed',
    sentence: 'The slow half of the samples is missing because the time was short.',
    tell: ({ own }) => {
      const half = withRepetitions(own, (one) => {
        const limit = sorted(one.samplesNs)[(one.samplesNs.length - 1) >> 1]!;
        return { samplesNs: one.samplesNs.filter((ns) => ns <= limit), limitMs: 2000 };
      });
      return half && { ...half, timeBudgetMs: 60_000 };
    },
  },
  {
    name: 'a relative of the card',
    sentence: 'The times of a card are filed under another one of its family.',
    suits: ({ name }) => relativeOf(name) !== null,
    tell: ({ own }) => asRelative(own),
  },
  {
    name: 'power of the calm part',
    sentence: 'The power readings of the first half of the loops exist, and those below their median.',
    tell: ({ own }) =>
      withOutcome(own, ({ power }) => {
        if (power === null || power.samples.length < 8) return null;
        const first = power.samples.slice(0, power.samples.length >> 1);
        const limit = sorted(first.map(({ watts }) => watts))[first.length >> 1]!;
        return { power: { ...power, samples: first.filter(({ watts }) => watts <= limit) } };
      }),
  },
  {
    name: 'one run dealt out as all',
    sentence: 'The samples of the fastest repetition were dealt out to all, each with a little noise.',
    tell: ({ own, random }) =>
      withOutcome(own, ({ repetitions }) => {
        if (repetitions.length < 2) return null;
        const medians = repetitions.map(({ samplesNs }) => sorted(samplesNs)[samplesNs.length >> 1]!);
        const fastest = repetitions[medians.indexOf(Math.min(...medians))]!;
        return {
          repetitions: repetitions.map((one) => ({
            ...one,
            samplesNs: one.samplesNs.map((_, i) =>
              Math.round(random.around(fastest.samplesNs[i % fastest.samplesNs.length]!, 0.002)),
            ),
          })),
        };
      }),
  },
  {
    name: 'cells of a colleague',
    sentence:
      'The faster results of another machine of the same kind of device, with their times as they are.',
    tell: ({ own, other }) => {
      if (other === null || deviceOf(own).kind !== deviceOf(other).kind || other.preset !== own.preset)
        return null;
      const { kind, name } = deviceOf(own);
      const known = new Set(own.results.map(({ cell }) => JSON.stringify({ ...cell, device: null })));
      const foreign = other.results.flatMap((result) => {
        const device = deviceFor({ machine: own.machine, kind, name }, result.cell.engine);
        const isNew = !known.has(JSON.stringify({ ...result.cell, device: null }));
        return device !== null && isNew ? [{ ...result, cell: { ...result.cell, device } }] : [];
      });
      return foreign.length === 0 ? null : { ...own, results: [...own.results, ...foreign] };
    },
  },
];
