/** @file A correct result for tests, with everything that a file may lack left out. */
import type { Ok } from '../contract/outcome.ts';
import type { Check } from '../contract/proof.ts';
import type { Repetition } from '../contract/repetition.ts';

type OutputCheck = Extract<Check, { kind: 'output' }>;

/** The check of a product or of outputs; it passed unless `changes` say otherwise. */
export const sampleCheck = (changes: Partial<OutputCheck> = {}): OutputCheck => ({
  kind: 'output',
  comparisons: [],
  measured: null,
  rows: 8,
  maxRelativeError: 1e-6,
  tolerance: 1e-4,
  passed: true,
  ...changes,
});

export const sampleOk = (repetitions: Repetition[], changes: Partial<Ok> = {}): Ok => ({
  status: 'ok',
  engineVersion: '1',
  observed: {},
  repetitions,
  check: sampleCheck(),
  peakMemory: null,
  power: null,
  extrapolated: null,
  ...changes,
});
