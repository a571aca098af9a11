/** @file Computes the leaderboard from all files. Pure: the same data give the same bytes. */
import { baseline, findHardware } from '../data/catalogue/index.ts';
import { type Leaderboard, leaderboardSchema } from '../data/contract/leaderboard.ts';
import { MAX_PROBLEMS, type Parsed, type Problem } from '../data/contract/problem.ts';
import { SCHEMA_VERSION } from '../data/contract/words.ts';
import { aggregate, openGaps } from './candidates/aggregate.ts';
import { toCandidates } from './candidates/batch-sweep.ts';
import type { Candidate } from './candidates/candidate.ts';
import { gapsOf } from './candidates/gaps.ts';
import { measurementsOf } from './candidates/measured.ts';
import { publishedCandidates } from './candidates/published.ts';
import type { Subject } from './check/contract/check.ts';
import { runChecks } from './check/index.ts';
import { toRatios } from './rank/ratios.ts';
import { toRows } from './rank/rows.ts';
import { toScalings } from './rank/scalings.ts';
import type { PublishedFile, SubmissionFile } from './values/file.ts';

function gather(submissions: readonly SubmissionFile[], published: readonly PublishedFile[], nowMs: number) {
  const problems: Problem[] = [];
  const reported: Candidate[] = [];
  for (const file of published) {
    const found = publishedCandidates(file);
    problems.push(...found.problems);
    reported.push(...found.candidates);
  }
  const subjects: Subject[] = [];
  for (const file of submissions) {
    const found = measurementsOf(file);
    problems.push(...found.problems.slice(0, MAX_PROBLEMS));
    subjects.push({ file, measurements: found.measurements });
  }
  const measured: Candidate[] = [];
  for (const [index, verdicts] of runChecks(subjects, nowMs).entries()) {
    const { file, measurements } = subjects[index]!;
    problems.push(...verdicts.problems);
    measured.push(...toCandidates(file, measurements, verdicts.of));
  }
  return { problems, candidates: [...reported, ...aggregate(measured)] };
}

/**
 * The leaderboard of valid files, or every problem that is found only when their values are computed.
 * @param nowMs Milliseconds since the epoch. A run that ends after it is refused; the leaderboard does not depend on it.
 */
export function toLeaderboard(
  submissions: readonly SubmissionFile[],
  published: readonly PublishedFile[],
  nowMs: number,
): Parsed<Leaderboard> {
  const { problems, candidates } = gather(submissions, published, nowMs);
  if (problems.length > 0) return { ok: false, problems };
  const { name } = findHardware(baseline.hardware);
  const rows = toRows(candidates, baseline, name);
  const gaps = openGaps(submissions.flatMap(gapsOf), candidates);
  const used = new Set([baseline.hardware, ...[...rows, ...gaps].flatMap(({ hardware }) => hardware ?? [])]);
  const dates = [...rows, ...gaps].map(({ date }) => date).sort();
  const value = leaderboardSchema.parse({
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
  return { ok: true, value };
}
