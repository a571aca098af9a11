/** @file A file of results that was read, with the paths under which it is known. */
import type { Published } from '../../data/contract/published.ts';
import type { Submission } from '../../data/contract/submission.ts';

/** A submission that was read. */
export interface SubmissionFile {
  /** Path in the repository, which rows name as their source. */
  path: string;
  /** Path as the reader typed it, which problems name. */
  shown: string;
  submission: Submission;
}

/** A file of published results that was read. */
export interface PublishedFile {
  /** Path in the repository, which rows name as their source. */
  path: string;
  /** Path as the reader typed it, which problems name. */
  shown: string;
  published: Published;
}
