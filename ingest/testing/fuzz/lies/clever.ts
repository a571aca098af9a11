/** @file What somebody would try next who knows the checks: every fact that they compare is changed to match. */
import { presets } from '../../../../runner/plan/presets.ts';
import { purposesOf } from '../../../check/physics/duration.ts';
import { stepsTimedOf } from '../../../values/steps.ts';
import {
  deviceOf,
  type Lie,
  middleOf,
  moved,
  sorted,
  withOutcome,
  withRepetitions,
  withSamples,
} from './lie.ts';

/** A tenth less: more than honest machines of one kind differ by. */
const FASTER = 0.9;

const whole = (ns: number) => Math.max(1, Math.round(ns));

/** The smallest multiple of the tick of the own clock's system is 100 ns on Windows. */
const onTick = (ns: number, platform: string) =>
  platform === 'win32' ? 100 * Math.max(1, Math.round(ns / 100)) : whole(ns);

export const clever: Lie[] = [
  {
    name: 'a tenth faster, warm-up kept',
    sentence: 'Samples and loops took 0.9 times as long, but the warm-up has its time.',
    tell: ({ own }) => {
      const faster = withRepetitions(own, (one) => ({
        samplesNs: one.samplesNs.map((ns) => onTick(FASTER * ns, own.machine.os.platform)),
        elapsedNs: one.elapsedNs && whole(FASTER * one.elapsedNs),
        load: one.load && {
          ...one.load,
          wallNs: whole(FASTER * one.load.wallNs),
          workerCpuNs: one.load.workerCpuNs && 1e7 * Math.round((FASTER * one.load.workerCpuNs) / 1e7),
        },
      }));
      return faster && withOutcome(faster, () => ({ power: null }));
    },
  },
  {
    name: 'a tenth faster, more samples',
    sentence:
      'Samples took 0.9 times as long, and their start was repeated until the loop had its time again.',
    tell: ({ own }) => {
      const faster = withRepetitions(own, ({ samplesNs, samplesThinned }) => {
        const shorter = samplesNs.map((ns) => onTick(FASTER * ns, own.machine.os.platform));
        if (samplesThinned > 0) return { samplesNs: shorter };
        const more = shorter.slice(0, Math.ceil(shorter.length / 9)).map((ns) => ns + 100);
        return { samplesNs: [...shorter, ...more].slice(0, 5000) };
      });
      return (
        faster &&
        withOutcome(faster, ({ repetitions, extrapolated }, cell) => ({
          extrapolated: extrapolated && { ...extrapolated, stepsTimed: stepsTimedOf(repetitions, cell) },
        }))
      );
    },
  },
  {
    name: 'only the minimum',
    sentence:
      'The fastest samples remain, as many as the preset needs at least, with a loop of their length.',
    tell: ({ own }) =>
      withOutcome(own, ({ repetitions, extrapolated }, cell) => {
        const { minSamples } = presets[own.preset].timing[purposesOf(cell)[0] ?? 'converge'];
        if (
          cell.mode === 'converge' ||
          repetitions.some(({ samplesNs }) => samplesNs.length < 2 * minSamples)
        )
          return null;
        const fewer = repetitions.map((one) => {
          const limit = sorted(one.samplesNs)[minSamples - 1]!;
          const samplesNs = one.samplesNs.filter((ns) => ns <= limit).slice(0, minSamples);
          const elapsedNs = whole(1.01 * samplesNs.reduce((sum, ns) => sum + ns, 0));
          return { ...one, samplesNs, samplesThinned: 0, elapsedNs, load: null };
        });
        return {
          repetitions: fewer,
          power: null,
          extrapolated: extrapolated && { ...extrapolated, stepsTimed: stepsTimedOf(fewer, cell) },
        };
      }),
  },
  {
    name: 'a short limit claimed',
    sentence: 'The fastest third of the samples remains, because a limit of the time ended each loop.',
    tell: ({ own }) => {
      const short = withRepetitions(own, (one) => {
        const limit = sorted(one.samplesNs)[Math.floor(one.samplesNs.length / 3)]!;
        const samplesNs = one.samplesNs.filter((ns) => ns <= limit);
        const elapsedNs = whole(1.01 * samplesNs.reduce((sum, ns) => sum + ns, 0));
        const told = one.coldStartNs + (one.warmUpNs ?? 0) + elapsedNs;
        return {
          samplesNs,
          samplesThinned: 0,
          elapsedNs,
          load: null,
          limitMs: Math.ceil((1.2 * told) / 1e6),
        };
      });
      const silent = short && withOutcome(short, () => ({ power: null }));
      return silent && { ...silent, timeBudgetMs: 600_000 };
    },
  },
  {
    name: 'slow samples shortened',
    sentence: 'Samples above the median took as much below it.',
    tell: ({ own }) =>
      withSamples(own, (all) => {
        const middle = middleOf(all);
        return all.map((ns) => (ns > middle ? Math.max(0.5 * middle, 2 * middle - ns) : ns));
      }),
  },
  {
    name: 'dated before the facts',
    sentence: 'Times of 0.8, in a file that claims to be older than what runners record today.',
    tell: ({ own }) => {
      const faster = withRepetitions(
        moved(own, -10 * 86_400_000),
        ({ warmUpNs: _, elapsedNs: __, passNs: ___, limitMs: ____, ...one }) => ({
          ...one,
          samplesNs: one.samplesNs.map((ns) => onTick(0.8 * ns, own.machine.os.platform)),
          warmUpNs: undefined,
          elapsedNs: undefined,
          passNs: undefined,
          limitMs: undefined,
          load: null,
        }),
      );
      return faster && withOutcome(faster, () => ({ power: null }));
    },
  },
  {
    name: 'batch doubled, with its items',
    sentence: 'Each step of a forward pass had twice as many samples, and took 1.7 times as long.',
    tell: ({ own }) => {
      const slower = withSamples(own, (all, { itemsPerSample }) =>
        itemsPerSample > 1 ? all.map((ns) => 1.7 * ns) : [...all],
      );
      if (slower === null) return null;
      let told = false;
      const results = slower.results.map((result) => {
        const { cell, outcome } = result;
        if (cell.mode !== 'infer' || cell.batchSize === null || cell.batchSize < 2 || outcome.status !== 'ok')
          return result;
        told = true;
        const repetitions = outcome.repetitions.map((one) => ({
          ...one,
          itemsPerSample: 2 * one.itemsPerSample,
          elapsedNs: one.elapsedNs && whole(1.7 * one.elapsedNs),
        }));
        return { cell: { ...cell, batchSize: 2 * cell.batchSize }, outcome: { ...outcome, repetitions } };
      });
      return told ? { ...own, results } : null;
    },
  },
  {
    name: 'the best run of several',
    sentence: 'Every repetition is the fastest of three that were made.',
    tell: ({ own, random }) =>
      withRepetitions(own, (one) => {
        const factor = Math.min(...[0, 1, 2].map(() => random.around(1, 0.015)));
        return {
          samplesNs: one.samplesNs.map((ns) => onTick(factor * ns, own.machine.os.platform)),
          elapsedNs: one.elapsedNs && whole(factor * one.elapsedNs),
        };
      }),
  },
  {
    name: 'slow samples called warm-up',
    sentence: 'A quarter of the samples, the slow ones, are called warm-up.',
    tell: ({ own }) =>
      withRepetitions(own, (one) => {
        const fewer = sorted(one.samplesNs).slice(0, Math.ceil(0.75 * one.samplesNs.length));
        const limit = fewer.at(-1)!;
        const kept = one.samplesNs.filter((ns) => ns <= limit);
        const moved = one.samplesNs.filter((ns) => ns > limit);
        const ns = moved.reduce((sum, each) => sum + each, 0);
        return {
          samplesNs: kept,
          warmUpSteps: one.warmUpSteps + moved.length,
          warmUpNs: (one.warmUpNs ?? 0) + ns,
          elapsedNs: one.elapsedNs && Math.max(1, one.elapsedNs - ns),
        };
      }),
  },
  {
    name: 'a quieter machine',
    sentence: 'Samples scatter half as much around a median that is 0.95 times as long.',
    tell: ({ own }) => {
      const quiet = (ns: number, middle: number) => 0.95 * (middle + 0.5 * (ns - middle));
      return withRepetitions(own, ({ samplesNs, elapsedNs }) => {
        const middle = middleOf(samplesNs);
        const calmer = samplesNs.map((ns) => onTick(quiet(ns, middle), own.machine.os.platform));
        const share = calmer.reduce((sum, ns) => sum + ns, 0) / samplesNs.reduce((sum, ns) => sum + ns, 0);
        return { samplesNs: calmer, elapsedNs: elapsedNs && whole(share * elapsedNs) };
      });
    },
  },
  {
    name: 'own samples, dealt anew',
    sentence:
      'Somebody sends the own run again: each sample of the one before, in random order, and a twentieth shorter.',
    from: 'other',
    tell: ({ other, own, random }) => {
      if (other === null || deviceOf(own).kind !== deviceOf(other).kind) return null;
      return withRepetitions(moved({ ...other, seed: own.seed }, 86_400_000), (one) => ({
        samplesNs: random.shuffled(one.samplesNs).map((ns) => whole(0.95 * random.around(ns, 0.003))),
        coldStartNs: whole(random.around(one.coldStartNs, 0.02)),
        startUpNs: one.startUpNs && whole(random.around(one.startUpNs, 0.02)),
        elapsedNs: one.elapsedNs && whole(0.95 * one.elapsedNs),
        load: null,
      }));
    },
  },
];
