/**
 * @file What one submission contributes: a pure function of the file, which a worker thread runs and the browser can run.
 * Nothing here knows another file; what is compared across files is in the summary.
 */

import type { Gap } from '../../data/contract/leaderboard.ts';
import { MAX_PROBLEMS, type Parsed } from '../../data/contract/problem.ts';
import { toCandidates } from '../candidates/batch-sweep.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { gapsOf } from '../candidates/gaps.ts';
import { measurementsOf } from '../candidates/measured.ts';
import { summaryOf } from '../check/across/summary.ts';
import type { FileSummary } from '../check/contract/check.ts';
import { checkFile } from '../check/index.ts';
import type { SubmissionFile } from '../values/file.ts';

/** What one valid submission contributes, without its samples. */
export interface Extract {
  /** Path in the repository. */
  path: string;
  /** With the flags of the checks of this file; those across files are added later. */
  candidates: Candidate[];
  gaps: Gap[];
  summary: FileSummary;
}

/**
 * The contribution of a submission, or every reason to refuse it.
 * @param nowMs Milliseconds since the epoch. A run that ends after it is refused; nothing else depends on it.
 */
export function extractSubmission(file: SubmissionFile, nowMs: number): Parsed<Extract> {
  const { measurements, problems } = measurementsOf(file);
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, MAX_PROBLEMS) };
  const subject = { file, measurements };
  const checked = checkFile(subject, { nowMs });
  if (checked.problems.length > 0) return { ok: false, problems: checked.problems };
  return {
    ok: true,
    value: {
      path: file.path,
      candidates: toCandidates(file, measurements, checked.of),
      gaps: gapsOf(file),
      summary: summaryOf(subject),
    },
  };
}
