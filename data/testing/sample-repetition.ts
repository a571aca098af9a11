/** @file A repetition for tests: one sample of a nanosecond, with everything that a file may lack left out. */
import type { Repetition } from '../contract/repetition.ts';

export const sampleRepetition = (changes: Partial<Repetition> = {}): Repetition => ({
  runIndex: 0,
  coldStartNs: 1,
  startUpNs: null,
  warmUpSteps: 1,
  steady: true,
  samplesNs: [1],
  samplesThinned: 0,
  itemsPerSample: 1,
  convergence: null,
  load: null,
  ...changes,
});
