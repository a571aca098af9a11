/** @file Lies about how a run was made: threads, cores, throttling, the preset, repetitions of somebody else. */
import { stepsTimedOf } from '../../../values/steps.ts';
import {
  deviceOf,
  isMeasured,
  type Lie,
  middleOf,
  withOutcome,
  withRepetitions,
  withResults,
} from './lie.ts';

/** A product after the run that took this much longer than before it: the machine throttled. */
const THROTTLED = 1.3;

export const conditions: Lie[] = [
  {
    name: 'threads understated',
    sentence: 'One thread is said to have computed what all processors did.',
    tell: ({ own }) =>
      deviceOf(own).kind !== 'cpu' || (own.machine.cpu?.logicalCores ?? 1) < 8
        ? null
        : withOutcome(own, ({ observed, repetitions }) =>
            typeof observed.threads === 'number' && repetitions.every(({ load }) => load?.workerCpuNs != null)
              ? { observed: { ...observed, threads: 1 } }
              : null,
          ),
  },
  {
    name: 'cores halved',
    sentence: 'The processor has half as many cores as it has.',
    tell: ({ own }) => {
      const { cpu } = own.machine;
      if (cpu === null || deviceOf(own).kind !== 'cpu' || cpu.physicalCores < 4) return null;
      const logicalCores = cpu.logicalCores >> 1;
      const threads = withOutcome(own, ({ observed }) => ({
        observed: {
          ...observed,
          ...(typeof observed.threads === 'number' && { threads: Math.min(observed.threads, logicalCores) }),
        },
      }));
      const halved = { ...cpu, physicalCores: cpu.physicalCores >> 1, logicalCores };
      return threads && { ...threads, machine: { ...own.machine, cpu: halved } };
    },
  },
  {
    name: 'throttling hidden',
    sentence: 'A machine that throttled says that it did not.',
    tell: ({ own }) => ({
      ...own,
      conditions: {
        ...own.conditions,
        throttled: false,
        bookend: { size: 1024, openingNs: 9_876_543, closingNs: Math.round(9_876_543 * THROTTLED) },
      },
    }),
  },
  {
    name: 'standard called full',
    sentence: 'A standard run claims the longest preset.',
    tell: ({ own }) => (own.preset === 'standard' ? { ...own, preset: 'full' } : null),
  },
  {
    name: 'repetitions of another',
    sentence: "The slowest repetition has the times of somebody else's at the same work, scaled.",
    tell: ({ own, other }) => {
      const theirs = (other?.results ?? []).filter(isMeasured);
      return withResults(own, ({ cell, outcome }) => {
        const key = (of: typeof cell) => JSON.stringify({ ...of, device: null });
        const twin = theirs.find((one) => key(one.cell) === key(cell))?.outcome.repetitions[0];
        if (twin === undefined || outcome.repetitions.length < 2) return null;
        const inOrder = outcome.repetitions.toSorted((a, b) => middleOf(a.samplesNs) - middleOf(b.samplesNs));
        const factor = middleOf(inOrder[0]!.samplesNs) / middleOf(twin.samplesNs);
        const samplesNs = twin.samplesNs.map((ns) => Math.max(1, Math.round(ns * factor)));
        const slowest = inOrder.at(-1)!;
        return {
          cell,
          outcome: {
            ...outcome,
            repetitions: outcome.repetitions.map((one) =>
              one === slowest ? { ...one, samplesNs, samplesThinned: twin.samplesThinned } : one,
            ),
          },
        };
      });
    },
  },
  {
    name: 'one pass more',
    sentence: 'A sample covers one pass more than it did, with the steps counted to match.',
    tell: ({ own }) =>
      withOutcome(own, ({ repetitions, extrapolated }, { batchSize }) => {
        const batch = batchSize ?? 1;
        if (repetitions.some(({ itemsPerSample }) => itemsPerSample < 4 * batch)) return null;
        const more = repetitions.map((one) => ({ ...one, itemsPerSample: one.itemsPerSample + batch }));
        const stepsTimed = stepsTimedOf(more, { batchSize });
        return { repetitions: more, extrapolated: extrapolated && { ...extrapolated, stepsTimed } };
      }),
  },
  {
    name: 'first fifth left out',
    sentence: 'The first fifth of the samples, in which the device was not yet warm, was left out.',
    tell: ({ own }) =>
      withRepetitions(own, ({ samplesNs, samplesThinned }) => {
        const first = Math.floor(samplesNs.length / 5);
        return { samplesNs: samplesNs.slice(first), samplesThinned: samplesThinned + first };
      }),
  },
];
