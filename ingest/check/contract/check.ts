/** @file The interface of a plausibility check: it examines one submission without any other and returns its findings. */
import type { SubmissionFile } from '../../values/file.ts';
import type { Measurement } from '../../values/measurement.ts';

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
}

export type Check = (subject: Subject, context: Context) => CheckFinding[];

/** A value among those of the same device and work. */
export interface Peer {
  /** Hash of the device and the work. */
  key: number;
  /** Catalogue id of the device. */
  hardware: string;
  /** Natural logarithm of the value. */
  logValue: number;
}

/**
 * A few windows of the samples of a repetition, three whole numbers for each: its shape in coarse steps (the key; windows with
 * other keys are never compared), the same shape in fine steps, and the position of its first sample, -1 for a window of
 * samples in order of their size, for the start and for the course of a repetition. A flat list takes a fifth of the memory of objects, of which thousands of files have millions.
 */
export type Fingerprint = ArrayLike<number>;

/** What checks across files keep of one measured cell: hashes and logarithms, never its samples. */
export interface MeasurementSummary {
  /** Position in `results`. */
  index: number;
  /** The fingerprint of the samples of each repetition. */
  fingerprints: readonly Fingerprint[];
  /** Null if the value is not compared with those of other submissions: it does not count, or it is held back. */
  peer: Peer | null;
}

/** A flag that a result has only if its file was added later than its claimed start lets expect. */
export interface LateFlag {
  /** Position in `results`. */
  index: number;
  check: string;
  /** One sentence without a full stop. */
  text: string;
}

/** What checks across files keep of one file. */
export interface FileSummary {
  /** Path in the repository. */
  path: string;
  /** Position in the order in which the files were added. */
  addedOrder: number;
  /** Who added the file. */
  owner: string;
  /** Milliseconds since the epoch at which main got the file; omitted if git does not know. */
  addedMs?: number | undefined;
  late: readonly LateFlag[];
  measurements: readonly MeasurementSummary[];
}

/** What a check across files found about one measured cell. */
export interface AcrossFinding {
  /** Path of the file. */
  path: string;
  /** Position in its `results`. */
  index: number;
  /** Slug of the check; the id of the flag. */
  check: string;
  severity: Exclude<Severity, 'reject'>;
  /** The observed value and the bound. One sentence without a full stop. */
  text: string;
}
