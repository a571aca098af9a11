/** @file A copy, and the files among which copies are searched. */
import type { MeasurementSummary } from '../../contract/check.ts';

/** A file with the fingerprints of its results. */
export interface Fingerprinted {
  path: string;
  measurements: readonly Pick<MeasurementSummary, 'index' | 'fingerprints'>[];
}

/** A result whose samples are those of an earlier one. */
export interface Copy {
  index: number;
  /** Path of the file with the original; the file's own if it is there. */
  original: string;
  /** Position of the original in the `results` of that file. */
  originalIndex: number;
}
