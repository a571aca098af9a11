/** @file The timed loop of a repetition: how many samples it took, and how long they took together. */
import type { Repetition } from '../../data/contract/repetition.ts';
import { sumOf, varianceOf } from '../../data/derive/stats.ts';

type Samples = Pick<Repetition, 'samplesNs' | 'samplesThinned'>;

/**
 * What a file does not tell one by one, samples that it leaves out and steps of the warm-up, takes at least this share of its
 * fastest sample: clocks fall while a device grows warm.
 */
export const LEAST_OF_FASTEST = 0.5;

/** Samples that were timed, with those that the file leaves out. */
export const samplesTimed = ({ samplesNs, samplesThinned }: Samples): number =>
  samplesNs.length + samplesThinned;

/** Nanoseconds of all samples; those that the file leaves out count as the mean of the others. */
export function loopNs(repetition: Samples): number {
  const { samplesNs } = repetition;
  const kept = sumOf(samplesNs);
  return (kept * samplesTimed(repetition)) / samplesNs.length;
}

/** Standard errors within which the mean of the samples that a file keeps is that of all. */
const STANDARD_ERRORS = 4;

/**
 * How far `loopNs` may be off because the file leaves samples out: their times have a long tail, which those that it keeps
 * may hold more or less of. 0 if it has all.
 */
export function loopErrorNs({ samplesNs, samplesThinned }: Samples): number {
  if (samplesThinned === 0) return 0;
  const kept = samplesNs.length;
  return STANDARD_ERRORS * Math.sqrt(varianceOf(samplesNs) / kept) * (kept + samplesThinned);
}
