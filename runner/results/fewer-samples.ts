/** @file Keeps fewer samples of a repetition, so that a file stays within its size limit. Pure. */
import type { Repetition } from '../../data/contract/repetition.ts';
import { thin } from '../measure/measure.ts';

/** The repetition with at most `most` evenly spread samples, and the number of those that were dropped. */
export function withFewerSamples(repetition: Repetition, most: number): Repetition {
  const samplesNs = thin(repetition.samplesNs, most);
  const samplesThinned = repetition.samplesThinned + repetition.samplesNs.length - samplesNs.length;
  return { ...repetition, samplesNs, samplesThinned };
}
