/** @file What one file of published results contributes. */
import type { Parsed } from '../../data/contract/problem.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { publishedCandidates } from '../candidates/published.ts';
import type { PublishedFile } from '../values/file.ts';
import { boundProblems } from './bounds.ts';
import { bugProblem } from './submission.ts';

/** The candidates of a file of published results, or every reason to refuse it. It never throws, as for submissions. */
export function extractPublished(file: PublishedFile): Parsed<Candidate[]> {
  try {
    const { candidates, problems } = publishedCandidates(file);
    const all = [...problems, ...boundProblems(file.shown, { candidates, gaps: [] })];
    return all.length > 0 ? { ok: false, problems: all } : { ok: true, value: candidates };
  } catch (error) {
    return { ok: false, problems: [bugProblem(file.shown, error)] };
  }
}
