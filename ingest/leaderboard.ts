/** @file Computes the leaderboard from what each file contributes. Pure: the same data give the same bytes. */
import { baseline as catalogued } from '../data/catalogue/index.ts';
import type { Baseline } from '../data/contract/catalogue.ts';
import type { Leaderboard } from '../data/contract/leaderboard.ts';
import type { Parsed } from '../data/contract/problem.ts';
import type { Candidate } from './candidates/candidate.ts';
import { checkAcross, type Findings } from './check/across/index.ts';
import { withFindings } from './extract/findings.ts';
import { extractPublished } from './extract/published.ts';
import { type Extract, extractSubmission } from './extract/submission.ts';
import { assemble, type Combined } from './rank/assemble.ts';
import { baselineValues } from './rank/speedup.ts';
import type { PublishedFile, SubmissionFile } from './values/file.ts';

/**
 * The leaderboard of what valid files contribute.
 * @param baseline Names the values that are 1.0x.
 * @param findings Of the checks across files.
 */
export function combine(
  extracts: readonly Extract[],
  published: readonly Candidate[],
  baseline: Baseline = catalogued,
  findings: Findings = checkAcross(extracts.map(({ summary }) => summary)),
): Combined {
  const measured = extracts.flatMap(({ path, candidates }) =>
    withFindings(candidates, findings.get(path) ?? []),
  );
  const gaps = extracts.flatMap((extract) => extract.gaps);
  const values = baselineValues([...published, ...measured], baseline);
  return assemble({ published, measured, gaps }, baseline, values);
}

/**
 * The leaderboard of files that are all valid, or every problem that is found only when their values are computed.
 * @param nowMs Milliseconds since the epoch. A run that ends after it is refused; the leaderboard does not depend on it.
 */
export function toLeaderboard(
  submissions: readonly SubmissionFile[],
  published: readonly PublishedFile[],
  nowMs: number,
  baseline: Baseline = catalogued,
): Parsed<Leaderboard> {
  const reported = published.map(extractPublished);
  const measured = submissions.map((file) => extractSubmission(file, nowMs));
  const problems = [...reported, ...measured].flatMap((one) => (one.ok ? [] : one.problems));
  if (problems.length > 0) return { ok: false, problems };
  const combined = combine(
    measured.flatMap((one) => (one.ok ? [one.value] : [])),
    reported.flatMap((one) => (one.ok ? one.value : [])),
    baseline,
  );
  if (combined.problems.length > 0) return { ok: false, problems: combined.problems };
  return { ok: true, value: combined.leaderboard };
}
