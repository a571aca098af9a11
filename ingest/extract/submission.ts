/**
 * @file What one submission contributes: a pure function of the file, which a worker thread runs and the browser can run.
 * Nothing here knows another file; what is compared across files is in the summary.
 */

import type { Gap } from '../../data/contract/leaderboard.ts';
import { MAX_PROBLEMS, type Parsed, type Problem } from '../../data/contract/problem.ts';
import { sharedCell } from '../../data/derive/cells/shared.ts';
import { toCandidates } from '../candidates/batch-sweep.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { gapsOf } from '../candidates/gaps.ts';
import { measurementsOf } from '../candidates/measured.ts';
import { summaryOf } from '../check/across/summary.ts';
import type { FileSummary } from '../check/contract/check.ts';
import { checkFile } from '../check/index.ts';
import type { SubmissionFile } from '../values/file.ts';
import { boundProblems } from './bounds.ts';

/** What one valid submission contributes, without its samples. */
export interface Extract {
  /** Path in the repository. */
  path: string;
  /** When its run ended, as the file claims it; decides the order only where git does not. */
  finishedAt: string;
  /** Number of results of the file, measured or not. */
  results: number;
  /** With the flags of the checks of this file; those across files are added later. */
  candidates: Candidate[];
  gaps: Gap[];
  summary: FileSummary;
}

/** Id of the machine of the rows and gaps of a file; null if it has none. */
export const machineIdOf = ({ candidates, gaps }: Pick<Extract, 'candidates' | 'gaps'>): string | null =>
  (candidates[0]?.row ?? gaps[0])?.machine.id ?? null;

/** The file with its cells as objects that it shares with other files. */
function withSharedCells(file: SubmissionFile): SubmissionFile {
  const { submission } = file;
  const results = submission.results.map(({ cell, outcome }) => ({ cell: sharedCell(cell), outcome }));
  return { ...file, submission: { ...submission, results } };
}

function extract(read: SubmissionFile, nowMs: number): Parsed<Extract> {
  const file = withSharedCells(read);
  const { measurements, problems } = measurementsOf(file);
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, MAX_PROBLEMS) };
  const subject = { file, measurements };
  const checked = checkFile(subject, { nowMs });
  if (checked.problems.length > 0) return { ok: false, problems: checked.problems };
  const value = {
    path: file.path,
    finishedAt: file.submission.finishedAt,
    results: file.submission.results.length,
    candidates: toCandidates(file, measurements, checked.of),
    gaps: gapsOf(file),
    summary: summaryOf(subject, (one) => checked.of(one).withheld !== null),
  };
  const beyond = boundProblems(file.shown, value);
  return beyond.length > 0 ? { ok: false, problems: beyond } : { ok: true, value };
}

/** The problem of a file on which ingest itself fails. */
export function bugProblem(path: string, error: unknown): Problem {
  const message = `makes ingest fail (${String(error)}); this is a bug of ingest: report it with the file`;
  return { path, field: 'file', message };
}

/**
 * The contribution of a submission, or every reason to refuse it. It never throws: an error here is a bug, which costs this
 * file and names it.
 * @param nowMs Milliseconds since the epoch. A run that ends after it is refused; nothing else depends on it.
 */
export function extractSubmission(file: SubmissionFile, nowMs: number): Parsed<Extract> {
  try {
    return extract(file, nowMs);
  } catch (error) {
    return { ok: false, problems: [bugProblem(file.shown, error)] };
  }
}
