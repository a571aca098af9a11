/** @file What generated results are drawn from. */
import type { Submission } from '../../../data/contract/submission.ts';
import type { Measurement } from '../../values/measurement.ts';

/** A measured result of a committed submission. */
export interface Template {
  measurement: Measurement;
  /** What its device can reach at most in this dtype, TFLOP/s; for a language model in float32. */
  peakTflops: number;
  submission: Submission;
}
