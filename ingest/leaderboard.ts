/** @file Computes the leaderboard from what each file contributes. Pure: the same data give the same bytes. */
import { baseline as catalogued, findHardware } from '../data/catalogue/index.ts';
import type { Baseline } from '../data/contract/catalogue.ts';
import type { Leaderboard, Row } from '../data/contract/leaderboard.ts';
import type { Parsed, Problem } from '../data/contract/problem.ts';
import { SCHEMA_VERSION } from '../data/contract/words.ts';
import { aggregate, openGaps } from './candidates/aggregate.ts';
import type { Candidate } from './candidates/candidate.ts';
import { checkAcross } from './check/across/index.ts';
import { withFindings } from './extract/findings.ts';
import { extractPublished } from './extract/published.ts';
import { type Extract, extractSubmission } from './extract/submission.ts';
import { bounded, rowProblems } from './rank/bounds.ts';
import { toRatios } from './rank/ratios.ts';
import { toRows } from './rank/rows.ts';
import { toScalings } from './rank/scalings.ts';
import { baselineValues } from './rank/speedup.ts';
import type { PublishedFile, SubmissionFile } from './values/file.ts';

/** A leaderboard, and the problems of rows and ratios that it leaves out. */
export interface Combined {
  leaderboard: Leaderboard;
  problems: Problem[];
}

/** The rows without those that the contract refuses, which only a bug can cause. */
function soundRows(all: readonly Row[]): { rows: Row[]; problems: Problem[] } {
  const rows: Row[] = [];
  const problems: Problem[] = [];
  for (const row of all.map(bounded)) {
    const found = rowProblems(row);
    if (found.length === 0) rows.push(row);
    else problems.push(...found);
  }
  return { rows, problems };
}

/**
 * The leaderboard of what valid files contribute.
 * @param baseline Names the values that are 1.0x.
 */
export function combine(
  extracts: readonly Extract[],
  published: readonly Candidate[],
  baseline: Baseline = catalogued,
): Combined {
  const findings = checkAcross(extracts.map(({ summary }) => summary));
  const measured = extracts.flatMap(({ path, candidates }) =>
    withFindings(candidates, findings.get(path) ?? []),
  );
  const candidates = [...published, ...aggregate(measured)];
  const { name } = findHardware(baseline.hardware);
  const compared = toRows(candidates, baselineValues([...published, ...measured], baseline), name);
  const { rows, problems } = soundRows(compared);
  const gaps = openGaps(
    extracts.flatMap((extract) => extract.gaps),
    candidates,
  );
  const { ratios, problems: beyond } = toRatios(candidates);
  const used = new Set([baseline.hardware, ...[...rows, ...gaps].flatMap(({ hardware }) => hardware ?? [])]);
  const dates = [...rows, ...gaps].map(({ date }) => date).sort();
  const leaderboard: Leaderboard = {
    schemaVersion: SCHEMA_VERSION,
    kind: 'leaderboard',
    date: dates.at(-1) ?? baseline.since,
    baseline: { hardware: baseline.hardware, name, reason: baseline.reason },
    rows,
    gaps,
    ratios,
    scalings: toScalings(candidates),
    hardware: [...used].sort().map(findHardware),
  };
  return { leaderboard, problems: [...problems, ...beyond] };
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
