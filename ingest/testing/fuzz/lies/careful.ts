/** @file Lies that leave the ticks of the clocks and other details as a runner writes them. */
import type { Submission } from '../../../../data/contract/submission.ts';
import { deviceOf, type Lie, withOutcome, withRepetitions } from './lie.ts';
import { inTicks, ticksOf } from './totals.ts';

/** Everything that counts time, scaled, and rounded to the ticks of the system. */
function onTicks(own: Submission, factor: number): Submission | null {
  const onTick = ticksOf(own);
  const round = (ns: number) => onTick(factor * ns);
  const scaled = withRepetitions(own, (one) => ({
    samplesNs: one.samplesNs.map((ns) => round(ns)),
    coldStartNs: round(one.coldStartNs),
    warmUpNs: one.warmUpNs && round(one.warmUpNs),
    elapsedNs: one.elapsedNs && round(one.elapsedNs),
    load: one.load && {
      ...one.load,
      wallNs: round(one.load.wallNs),
      workerCpuNs: one.load.workerCpuNs && inTicks(factor * one.load.workerCpuNs),
    },
  }));
  return scaled && withOutcome(scaled, () => ({ power: null }));
}

export const careful: Lie[] = [
  {
    name: 'a fifth faster, carefully',
    sentence: 'Everything took 0.8 times as long, in whole ticks of the clocks.',
    tell: ({ own }) => onTicks(own, 0.8),
  },
  {
    name: 'halved, carefully',
    sentence: 'Everything took half as long, in whole ticks of the clocks.',
    tell: ({ own }) => onTicks(own, 0.5),
  },
  {
    name: 'copied, noise everywhere',
    sentence: 'A copy with 0.05 % of noise on samples, starts and loads.',
    from: 'other',
    tell: ({ other, own, random }) => {
      if (other === null || deviceOf(own).kind !== deviceOf(other).kind) return null;
      const noisy = (ns: number) => Math.max(1, Math.round(random.around(ns, 5e-4)));
      const { seed } = own;
      return withRepetitions({ ...other, seed }, (one) => ({
        samplesNs: one.samplesNs.map(noisy),
        coldStartNs: noisy(one.coldStartNs),
        startUpNs: one.startUpNs && noisy(one.startUpNs),
        load: one.load && {
          ...one.load,
          wallNs: noisy(one.load.wallNs),
          workerCpuNs:
            one.load.workerCpuNs && 1e7 * Math.round(random.around(one.load.workerCpuNs, 5e-4) / 1e7),
        },
      }));
    },
  },
];
