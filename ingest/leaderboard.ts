/** @file Computes the leaderboard from what each file contributes. Pure: the same data give the same bytes. */
import { baseline, findHardware } from '../data/catalogue/index.ts';
import { type Leaderboard, leaderboardSchema } from '../data/contract/leaderboard.ts';
import type { Parsed, Problem } from '../data/contract/problem.ts';
import { SCHEMA_VERSION } from '../data/contract/words.ts';
import { aggregate, openGaps } from './candidates/aggregate.ts';
import type { Candidate } from './candidates/candidate.ts';
import { publishedCandidates } from './candidates/published.ts';
import { checkAcross } from './check/across/index.ts';
import { withFindings } from './extract/findings.ts';
import { type Extract, extractSubmission } from './extract/submission.ts';
import { toRatios } from './rank/ratios.ts';
import { toRows } from './rank/rows.ts';
import { toScalings } from './rank/scalings.ts';
import type { PublishedFile, SubmissionFile } from './values/file.ts';

/** The leaderboard of what valid files contribute. */
export function combine(extracts: readonly Extract[], published: readonly Candidate[]): Leaderboard {
  const findings = checkAcross(extracts.map(({ summary }) => summary));
  const measured = extracts.flatMap(({ path, candidates }) =>
    withFindings(candidates, findings.get(path) ?? []),
  );
  const candidates = [...published, ...aggregate(measured)];
  const { name } = findHardware(baseline.hardware);
  const rows = toRows(candidates, baseline, name);
  const gaps = openGaps(
    extracts.flatMap((extract) => extract.gaps),
    candidates,
  );
  const used = new Set([baseline.hardware, ...[...rows, ...gaps].flatMap(({ hardware }) => hardware ?? [])]);
  const dates = [...rows, ...gaps].map(({ date }) => date).sort();
  return leaderboardSchema.parse({
    schemaVersion: SCHEMA_VERSION,
    kind: 'leaderboard',
    date: dates.at(-1) ?? baseline.since,
    baseline: { hardware: baseline.hardware, name, reason: baseline.reason },
    rows,
    gaps,
    ratios: toRatios(candidates),
    scalings: toScalings(candidates),
    hardware: [...used].sort().map(findHardware),
  });
}

/**
 * The leaderboard of files that are all valid, or every problem that is found only when their values are computed.
 * @param nowMs Milliseconds since the epoch. A run that ends after it is refused; the leaderboard does not depend on it.
 */
export function toLeaderboard(
  submissions: readonly SubmissionFile[],
  published: readonly PublishedFile[],
  nowMs: number,
): Parsed<Leaderboard> {
  const reported = published.map(publishedCandidates);
  const measured = submissions.map((file) => extractSubmission(file, nowMs));
  const problems: Problem[] = [
    ...reported.flatMap((one) => one.problems),
    ...measured.flatMap((one) => (one.ok ? [] : one.problems)),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const extracts = measured.flatMap((one) => (one.ok ? [one.value] : []));
  return {
    ok: true,
    value: combine(
      extracts,
      reported.flatMap((one) => one.candidates),
    ),
  };
}
