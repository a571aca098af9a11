/** @file Adds to what a file contributes when and by whom it was added, which the file itself cannot say. */
import type { SubmissionFile } from '../values/file.ts';
import type { Extract } from './submission.ts';

/** The contribution with the place of its file among all and its owner. */
export function withAdded(
  extract: Extract,
  { addedOrder, owner }: Pick<SubmissionFile, 'addedOrder' | 'owner'>,
): Extract {
  return {
    ...extract,
    summary: { ...extract.summary, addedOrder, owner },
    candidates: extract.candidates.map((candidate) => ({
      ...candidate,
      runs: candidate.runs.map((run) => ({ ...run, addedOrder, owner })),
    })),
  };
}
