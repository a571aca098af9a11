/** @file The interface of a plausibility check: it examines one submission and returns its findings. */
import type { SubmissionFile } from '../../values/file.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Copy } from '../samples/copies.ts';

/**
 * `flag` = shown with a flag; `quarantine` = shown, but neither ranked nor compared; `reject` = the file contradicts
 * itself and is not accepted.
 */
export type Severity = 'flag' | 'quarantine' | 'reject';

export interface CheckFinding {
  /** Slug of the check; the id of the flag. */
  check: string;
  severity: Severity;
  /** The measurement concerned; null for the whole submission. */
  measurement: Measurement | null;
  /** The observed value and the bound; for a `reject` also how to fix it. One sentence without a full stop. */
  text: string;
}

export interface Subject {
  file: SubmissionFile;
  measurements: readonly Measurement[];
}

/** What a check may use besides the submission. */
export interface Context {
  /** Milliseconds since the epoch, for the age of a submission only. */
  nowMs: number;
  /** The results of each file whose samples an earlier one had, by path. */
  copies: ReadonlyMap<string, readonly Copy[]>;
  /** Logarithms of all values of one device and one kind of work, by a key of both. */
  peers: ReadonlyMap<string, readonly number[]>;
}

export type Check = (subject: Subject, context: Context) => CheckFinding[];
