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
}

/** A file of published results after reading. */
export interface PublishedFile {
  /** Path in the repository; the source of its rows. */
  path: string;
  /** Path as the user typed it; used in problems. */
  shown: string;
  published: Published;
}
