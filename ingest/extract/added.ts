/** @file Adds to what a file contributes when and by whom it was added, which the file itself cannot say. */
import type { Candidate } from '../candidates/candidate.ts';
import type { FileSummary } from '../check/contract/check.ts';
import type { SubmissionFile } from '../values/file.ts';
import type { Extract } from './submission.ts';

type Added = Pick<SubmissionFile, 'addedOrder' | 'owner'> & Pick<FileSummary, 'addedMs'>;

/** The candidates with the place of their file among all and its owner. */
export const addedTo = (
  candidates: readonly Candidate[],
  { addedOrder, owner, addedMs }: Added,
): Candidate[] =>
  candidates.map((candidate) => ({
    ...candidate,
    runs: candidate.runs.map((run) => ({ ...run, addedOrder, owner, addedMs })),
  }));

/** The same of all that the file contributes. */
export const withAdded = (extract: Extract, added: Added): Extract => ({
  ...extract,
  summary: { ...extract.summary, addedOrder: added.addedOrder, owner: added.owner, addedMs: added.addedMs },
  candidates: addedTo(extract.candidates, added),
});
