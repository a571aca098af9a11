/** @file A results file after reading, with its paths. */
import type { Published } from '../../data/contract/published.ts';
import type { Submission } from '../../data/contract/submission.ts';

/** A submission after reading. */
export interface SubmissionFile {
  /** Path in the repository; the source of its rows. */
  path: string;
  /** Path as the user typed it; used in problems. */
  shown: string;
  submission: Submission;
  /** SHA-256 of its bytes with LF line ends, in lower-case hexadecimal. */
  sha256: string;
  /** Position among all files in the order in which they were added, from 0; no two files share one. */
  addedOrder: number;
  /** Id of who added the file. It is not in the file: a copy belongs to who copied it. */
  owner: string;
}

/** A file of published results after reading. */
export interface PublishedFile {
  /** Path in the repository; the source of its rows. */
  path: string;
  /** Path as the user typed it; used in problems. */
  shown: string;
  published: Published;
}
