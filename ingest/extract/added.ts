/** @file Adds to what a file contributes when and by whom it was added, which the file itself cannot say. */
import type { Candidate } from '../candidates/candidate.ts';
import type { SubmissionFile } from '../values/file.ts';
import type { Extract } from './submission.ts';

type Added = Pick<SubmissionFile, 'addedOrder' | 'owner'>;

/** The candidates with the place of their file among all and its owner. */
export const addedTo = (candidates: readonly Candidate[], { addedOrder, owner }: Added): Candidate[] =>
  candidates.map((candidate) => ({
    ...candidate,
    runs: candidate.runs.map((run) => ({ ...run, addedOrder, owner })),
  }));

/** The same of all that the file contributes. */
export const withAdded = (extract: Extract, added: Added): Extract => ({
  ...extract,
  summary: { ...extract.summary, addedOrder: added.addedOrder, owner: added.owner },
  candidates: addedTo(extract.candidates, added),
});
