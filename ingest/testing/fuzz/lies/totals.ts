/** @file What a liar changes besides the samples: the totals of their loops, so that these agree with them. */
import type { Cell } from '../../../../data/contract/cell.ts';
import type { Ok } from '../../../../data/contract/outcome.ts';
import type { Repetition } from '../../../../data/contract/repetition.ts';
import type { Duration } from '../../../../data/contract/rules.ts';
import type { Submission } from '../../../../data/contract/submission.ts';
import { sumOf } from '../../../../data/derive/stats.ts';
import { stepsTimedOf } from '../../../values/steps.ts';
import { withOutcome } from './lie.ts';

export const whole = (ns: number) => Math.max(1, Math.round(ns));

/** Ticks that a careful liar leaves as they were. */
const TICKS = { win32: 100, darwin: 1e9 / 24e6, linux: 1 } as const;

/** Rounds a time to the ticks of the clock that counted it. */
export function ticksOf({ machine }: Submission): (ns: number) => number {
  const tick = TICKS[machine.os.platform as keyof typeof TICKS] ?? 1;
  return (ns) => whole(Math.round(ns / tick) * tick);
}

/** CPU time is counted in ticks of 10 ms. */
export const inTicks = (ns: number) => 1e7 * Math.round(ns / 1e7);

/** A repetition with other samples and with what counts its loop scaled. */
function withScaledLoop(one: Repetition, samplesNs: number[], share: number): Repetition {
  const scaled = (ns: number) => whole(share * ns);
  return {
    ...one,
    samplesNs,
    elapsedNs: one.elapsedNs && scaled(one.elapsedNs),
    load: one.load && {
      ...one.load,
      wallNs: scaled(one.load.wallNs),
      workerCpuNs: one.load.workerCpuNs && inTicks(share * one.load.workerCpuNs),
    },
  };
}

/** A repetition whose samples were replaced, with a loop that is as long as they are. */
export const withLoop = (one: Repetition, samplesNs: number[]): Repetition =>
  withScaledLoop(one, samplesNs, sumOf(samplesNs) / sumOf(one.samplesNs));

/**
 * A repetition with the start of a longer list of samples, up to where the runner would have ended its loop, and with a loop that
 * is as long as they are.
 * @param longer At least as many samples as the repetition has.
 */
export function ended(
  one: Repetition,
  longer: readonly number[],
  { minSamples, minMeasureMs, maxMeasureMs }: Duration,
): Repetition {
  if (one.elapsedNs === undefined) return withLoop(one, longer.slice(0, one.samplesNs.length));
  const kept = one.samplesNs.length;
  const told = kept + one.samplesThinned;
  const betweenNs = Math.max(0, one.elapsedNs / told - sumOf(one.samplesNs) / kept);
  let [count, elapsedMs] = [0, 0];
  while (count < longer.length) {
    elapsedMs += (longer[count++]! + betweenNs) / 1e6;
    // Of a list that was thinned, each sample stands for several.
    const [ms, samples] = [(elapsedMs * told) / kept, (count * told) / kept];
    if (ms >= maxMeasureMs || (ms >= minMeasureMs && samples >= minSamples)) break;
  }
  const share = ((elapsedMs * told) / kept) * 1e6;
  const thinned = one.samplesThinned > 0;
  const samplesThinned = thinned ? Math.round((count * told) / kept) - kept : 0;
  const samplesNs = longer.slice(0, thinned ? kept : count);
  return { ...withScaledLoop(one, samplesNs, share / one.elapsedNs), samplesThinned };
}

/** Other repetitions with the steps that they cover counted anew, and without power, which is another list of times. */
export function recount(
  { extrapolated }: Ok,
  cell: Cell,
  repetitions: Repetition[],
): Pick<Ok, 'repetitions' | 'power' | 'extrapolated'> {
  const stepsTimed = stepsTimedOf(repetitions, cell);
  return { repetitions, power: null, extrapolated: extrapolated && { ...extrapolated, stepsTimed } };
}

/** The submission with all repetitions changed, and what counts them. */
export const recounted = (
  own: Submission,
  change: (one: Repetition, all: readonly Repetition[]) => Repetition,
) =>
  withOutcome(own, (outcome, cell) =>
    recount(
      outcome,
      cell,
      outcome.repetitions.map((one) => change(one, outcome.repetitions)),
    ),
  );
