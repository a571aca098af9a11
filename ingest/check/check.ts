/** @file What a plausibility check is: it looks at one submission and says what it doubts. */
import type { SubmissionFile } from '../values/file.ts';
import type { Measurement } from '../values/measurement.ts';

/**
 * `flag` = shown with its doubt; `quarantine` = shown, but neither ranked nor compared; `reject` = the file contradicts
 * itself and does not enter the data.
 */
export type Severity = 'flag' | 'quarantine' | 'reject';

export interface CheckFinding {
  /** Slug of the check, which becomes the flag's id. */
  check: string;
  severity: Severity;
  /** The measurement in doubt; null where it is the whole submission. */
  measurement: Measurement | null;
  /** What was seen against what bound; for a `reject` with how to mend it. One sentence without its full stop. */
  text: string;
}

export interface Subject {
  file: SubmissionFile;
  measurements: readonly Measurement[];
}

/** What a check may know beside the submission. */
export interface Context {
  /** Milliseconds since the epoch, for the age of a submission only. */
  nowMs: number;
  /** The file that published a list of samples first, by the list written with commas. */
  firstOwners: ReadonlyMap<string, SubmissionFile>;
  /** Logarithms of all values of one device and one work, by a key of both. */
  peers: ReadonlyMap<string, readonly number[]>;
}

export type Check = (subject: Subject, context: Context) => CheckFinding[];
