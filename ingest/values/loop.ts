/** @file The timed loop of a repetition: how many samples it took, and how long they took together. */
import type { Repetition } from '../../data/contract/outcome.ts';

type Samples = Pick<Repetition, 'samplesNs' | 'samplesThinned'>;

/** Samples that were timed, with those that the file leaves out. */
export const samplesTimed = ({ samplesNs, samplesThinned }: Samples): number =>
  samplesNs.length + samplesThinned;

/** Nanoseconds of all samples; those that the file leaves out count as the mean of the others. */
export function loopNs(repetition: Samples): number {
  const { samplesNs } = repetition;
  const kept = samplesNs.reduce((sum, ns) => sum + ns, 0);
  return (kept * samplesTimed(repetition)) / samplesNs.length;
}
