/** @file Lies whose facts agree with each other: what somebody tells who has read all checks. */
import { hardware } from '../../../../data/catalogue/index.ts';
import type { Repetition } from '../../../../data/contract/repetition.ts';
import type { Submission } from '../../../../data/contract/submission.ts';
import { sumOf } from '../../../../data/derive/stats.ts';
import { deviceFor } from '../../place.ts';
import { engineVersionOf } from '../../proof.ts';
import {
  asCard,
  deviceOf,
  isMeasured,
  type Lie,
  middleOf,
  sorted,
  withOutcome,
  withRepetitions,
  withResults,
} from './lie.ts';
import { recounted, whole, withLoop } from './totals.ts';

function lengthOf({ outcome }: { outcome: { repetitions: readonly Repetition[] } }): number {
  return outcome.repetitions[0]?.samplesNs.length ?? 0;
}

/** Cards that clouds rent, each with the consumer card of the same chip. */
const twins: Readonly<Record<string, string>> = {
  'NVIDIA A10': 'NVIDIA GeForce RTX 3090',
  'NVIDIA A40': 'NVIDIA GeForce RTX 3090',
  'NVIDIA RTX A6000': 'NVIDIA GeForce RTX 3090',
  'NVIDIA L40S': 'NVIDIA GeForce RTX 4090',
  'NVIDIA RTX 6000 Ada': 'NVIDIA GeForce RTX 4090',
  'NVIDIA L4': 'NVIDIA GeForce RTX 4070',
  'NVIDIA T4': 'NVIDIA GeForce RTX 2060 6GB',
  'NVIDIA H100 SXM5': 'NVIDIA H100 PCIe',
  'NVIDIA H200 SXM': 'NVIDIA H100 PCIe',
  'NVIDIA Quadro RTX 8000': 'NVIDIA GeForce RTX 2080',
  'NVIDIA RTX PRO 6000 Blackwell WS': 'NVIDIA GeForce RTX 5080',
};

const DAY_MS = 86_400_000;

export const consistent: Lie[] = [
  {
    name: 'samples of another cell',
    sentence: 'A result has the samples of another one of the file, scaled to 0.8 times its own median.',
    tell: ({ own }) => {
      const measured = own.results.filter(isMeasured);
      const longest = measured.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0];
      const theirs = longest?.outcome.repetitions[0]?.samplesNs;
      if (theirs === undefined || measured.length < 2) return null;
      return withResults(own, (result) => {
        if (result.cell === longest!.cell) return null;
        const told = recounted({ ...own, results: [result] }, (one) => {
          const factor = (0.8 * middleOf(one.samplesNs)) / middleOf(theirs);
          const samplesNs = one.samplesNs.map((_, i) => whole(factor * theirs[i % theirs.length]!));
          return withLoop({ ...one, samplesThinned: one.samplesThinned }, samplesNs);
        });
        return told?.results[0] ?? null;
      });
    },
  },
  {
    name: 'best halves of two runs',
    sentence:
      'Two runs were made, and the faster halves of their samples are one, interleaved in their order.',
    tell: ({ own, random }) =>
      recounted(own, (one) => {
        const again = random.shuffled(one.samplesNs).map((ns) => whole(random.around(ns, 0.01)));
        const limits = [one.samplesNs, again].map((list) => sorted(list)[list.length >> 1]!);
        const samplesNs = one.samplesNs.flatMap((ns, i) => [
          ...(ns <= limits[0]! ? [ns] : []),
          ...(again[i]! <= limits[1]! ? [again[i]!] : []),
        ]);
        return withLoop(one, samplesNs.slice(0, one.samplesNs.length));
      }),
  },
  {
    name: 'engine swapped, with its version',
    sentence: 'The values of one engine are filed under another, with the version that it would report.',
    tell: ({ own }) =>
      withResults(own, ({ cell, outcome }) => {
        const engine = cell.engine === 'pytorch' ? 'tfjs-node' : 'pytorch';
        const { kind, name } = cell.device;
        if (cell.languageModel !== null) return null;
        const device = deviceFor({ machine: own.machine, kind, name }, engine);
        if (device === null) return null;
        const swapped = { ...cell, engine, device } as const;
        return { cell: swapped, outcome: { ...outcome, engineVersion: engineVersionOf(swapped) } };
      }),
  },
  {
    name: 'batch 32 called 1',
    sentence: 'A forward pass of 32 samples is filed as that of one, in a thirty-second of the time.',
    tell: ({ own }) => {
      const single = new Set(own.results.map(({ cell }) => JSON.stringify({ ...cell, batchSize: null })));
      if (single.size < own.results.length) return null;
      return withResults(own, ({ cell, outcome }) => {
        if (cell.mode !== 'infer' || cell.batchSize !== 32) return null;
        const repetitions = outcome.repetitions.map((one) => ({
          ...withLoop(
            one,
            one.samplesNs.map((ns) => whole(ns / 32)),
          ),
          warmUpNs: one.warmUpNs && whole(one.warmUpNs / 32),
          itemsPerSample: 1,
        }));
        return { cell: { ...cell, batchSize: 1 }, outcome: { ...outcome, repetitions, power: null } };
      });
    },
  },
  {
    name: 'cold start removed',
    sentence: 'The worker started in an instant, and its first iteration took no longer than the others.',
    tell: ({ own }) =>
      withRepetitions(own, ({ samplesNs, itemsPerSample, passNs }) => ({
        startUpNs: 5_000_000,
        coldStartNs: passNs ?? whole(middleOf(samplesNs) / Math.max(1, itemsPerSample / 256)),
      })),
  },
  {
    name: 'a fifth faster, with its power',
    sentence: 'Everything took 0.8 times as long; the power readings were thinned to their usual distance.',
    tell: ({ own }) => {
      const faster = withRepetitions(own, (one) =>
        withLoop(
          { ...one, warmUpNs: one.warmUpNs && whole(0.8 * one.warmUpNs) },
          one.samplesNs.map((ns) => whole(0.8 * ns)),
        ),
      );
      return (
        faster &&
        withOutcome(faster, ({ power }) => {
          if (power === null) return null;
          const kept = power.samples.slice(0, Math.max(1, Math.floor(0.8 * power.samples.length)));
          return { power: { ...power, samples: kept } };
        })
      );
    },
  },
  {
    name: 'half called float32, with its proof',
    sentence: 'Times in bfloat16 are filed as float32, with what the file tells of its own float32 result.',
    tell: ({ own }) => {
      const keyOf = ({ cell }: Submission['results'][number]) =>
        JSON.stringify({ ...cell, dtype: null, batchSize: null });
      const halves = new Map(
        own.results
          .filter(isMeasured)
          .flatMap((one) => (one.cell.dtype === 'bfloat16' ? [[keyOf(one), one] as const] : [])),
      );
      const told = withResults(own, (result) => {
        const half = result.cell.dtype === 'float32' ? halves.get(keyOf(result)) : undefined;
        if (half === undefined || half.cell.batchSize !== result.cell.batchSize) return null;
        const { repetitions, power, extrapolated } = half.outcome;
        return { ...result, outcome: { ...result.outcome, repetitions, power, extrapolated } };
      });
      return told && { ...told, results: told.results.filter(({ cell }) => cell.dtype !== 'bfloat16') };
    },
  },
  {
    name: 'cloud card called its twin',
    sentence:
      'The times of a card that clouds rent are filed under a consumer card or a slower one with its chip.',
    suits: ({ name }) => name in twins,
    tell: ({ own }) => {
      const twin = twins[deviceOf(own).name];
      const entry = hardware.find(({ name }) => name === twin);
      return entry === undefined ? null : asCard(own, entry);
    },
  },
  {
    name: 'throttled part cut, with its clocks',
    sentence:
      'The slowest third of the samples in a row is missing, and loops, loads and power are shorter to match.',
    tell: ({ own }) =>
      recounted(own, (one) => {
        const { samplesNs } = one;
        const third = Math.floor(samplesNs.length / 3);
        const starts = samplesNs.slice(0, samplesNs.length - third + 1);
        const sums = starts.map((_, i) => sumOf(samplesNs.slice(i, i + third)));
        const from = sums.indexOf(Math.max(...sums));
        return withLoop(
          one,
          samplesNs.filter((_, i) => i < from || i >= from + third),
        );
      }),
  },
  {
    name: 'ended a day later',
    sentence: 'The run is said to have ended a day after it did.',
    tell: ({ own }) => ({
      ...own,
      startedAt: new Date(Date.parse(own.startedAt) - DAY_MS).toISOString(),
    }),
  },
  {
    name: 'memory halved',
    sentence: 'The peak of the memory is half of what was used.',
    tell: ({ own }) =>
      withOutcome(own, ({ peakMemory }) =>
        peakMemory === null
          ? null
          : { peakMemory: { ...peakMemory, bytes: Math.round(peakMemory.bytes / 2) } },
      ),
  },
];
