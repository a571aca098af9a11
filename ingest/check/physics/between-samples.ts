/**
 * @file P17: hardly anything happens between the samples of a loop. One loop may be held up there; where most loops of a file
 * are longer than their samples and what the runner does between them, samples were made shorter.
 */
import type { Repetition } from '../../../data/contract/repetition.ts';
import { busyReason } from '../../../data/derive/load.ts';
import { ascending, median } from '../../../data/derive/stats.ts';
import { loopErrorNs, loopNs, samplesTimed } from '../../values/loop.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/**
 * Between two samples the runner prepares one and reads the clock, in our files in up to 60 µs; five times a second it tells
 * how far it is and reads the loss of a training (`runner/measure/measure.ts`), which takes up to 2 ms. Loops of long samples
 * are up to 1.5 % longer than these.
 */
const EACH_NS = 90_000;
const TOLD = { everyNs: 2e8, ns: 4e6 };
const SHARE = 0.015;

/** Fewer loops may all have been held up. */
const FEWEST = 3;

/** What a loop lasts beyond its samples and what is usual between them, in nanoseconds; null if nothing tells. */
function excessNs(repetition: Repetition): number | null {
  const { elapsedNs } = repetition;
  if (elapsedNs === undefined) return null;
  const count = samplesTimed(repetition);
  const usualNs = count * EACH_NS + Math.min(count, elapsedNs / TOLD.everyNs) * TOLD.ns;
  return elapsedNs - loopNs(repetition) - loopErrorNs(repetition) - Math.max(usualNs, SHARE * elapsedNs);
}

/** Whether a host that held up one sample of a loop may have done the same between two. */
const mayBeHeldUp = ({ samplesNs }: Repetition, ns: number): boolean =>
  ns <= ascending(samplesNs).at(-1)! - median(samplesNs);

interface Loop {
  isLong: boolean;
  mayBeHeldUp: boolean;
}

/** The loops of a result in which nothing else computed. */
const loopsOf = ({ cell, outcome }: Measurement): Loop[] =>
  outcome.repetitions.flatMap((one) => {
    if (cell.mode === 'converge' || busyReason(cell, { repetitions: [one] }) !== null) return [];
    const ns = excessNs(one);
    return ns === null ? [] : [{ isLong: ns > 0, mayBeHeldUp: mayBeHeldUp(one, ns) }];
  });

const countLong = (loops: readonly Loop[]): number => loops.filter(({ isLong }) => isLong).length;

/** Whether the loops of several results are long too often for a host that held some of them up. */
function areLong(perResult: readonly (readonly Loop[])[]): boolean {
  const loops = perResult.flat();
  const several = perResult.filter(({ length }) => length > 0).length > 1;
  return several && loops.length >= FEWEST && countLong(loops) > loops.length / 2;
}

/** Whether all loops of a single result are long for no other reason. */
const isLong = (loops: readonly Loop[]): boolean =>
  loops.length >= FEWEST && loops.every((one) => one.isLong && !one.mayBeHeldUp);

/** Only a flag: an engine may do more between samples than the known ones do. */
export const betweenSamples: Check = ({ file, measurements }) => {
  if (file.submission.runner.origin === 'browser') return [];
  const all = measurements.map((measurement) => ({ measurement, loops: loopsOf(measurement) }));
  const inFile = areLong(all.map(({ loops }) => loops));
  return all
    .filter(({ loops }) => (inFile ? countLong(loops) > 0 : isLong(loops)))
    .map(({ measurement, loops }): CheckFinding => {
      const counted = inFile ? all.flatMap((one) => one.loops) : loops;
      const text = `${countLong(counted)} of the ${counted.length} loops of this ${inFile ? 'file' : 'result'} lasted longer by the clock of the worker than their samples and what the runner does between them`;
      return { check: 'p17-loop-time', severity: 'flag', measurement, text };
    });
};
