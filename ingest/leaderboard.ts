/** @file All files to the leaderboard: a pure function, so the same data give the same bytes. */
import { baseline, findHardware } from '../data/catalogue/index.ts';
import { type Leaderboard, leaderboardSchema } from '../data/contract/leaderboard.ts';
import { MAX_PROBLEMS, type Parsed, type Problem } from '../data/contract/problem.ts';
import { SCHEMA_VERSION } from '../data/contract/words.ts';
import type { Subject } from './check/check.ts';
import { checkAll } from './check/index.ts';
import { aggregate, openGaps } from './entries/aggregate.ts';
import { toEntries } from './entries/batch-sweep.ts';
import type { Entry } from './entries/entry.ts';
import { gapsOf } from './entries/gaps.ts';
import { measurementsOf } from './entries/measured.ts';
import { publishedEntries } from './entries/published.ts';
import { toRatios } from './rank/ratios.ts';
import { toRows } from './rank/rows.ts';
import { toScalings } from './rank/scalings.ts';
import type { PublishedFile, SubmissionFile } from './values/file.ts';

function gather(submissions: readonly SubmissionFile[], published: readonly PublishedFile[], nowMs: number) {
  const problems: Problem[] = [];
  const reported: Entry[] = [];
  for (const file of published) {
    const found = publishedEntries(file);
    problems.push(...found.problems);
    reported.push(...found.entries);
  }
  const subjects: Subject[] = [];
  for (const file of submissions) {
    const found = measurementsOf(file);
    problems.push(...found.problems.slice(0, MAX_PROBLEMS));
    subjects.push({ file, measurements: found.measurements });
  }
  const measured: Entry[] = [];
  for (const [index, verdicts] of checkAll(subjects, nowMs).entries()) {
    const { file, measurements } = subjects[index]!;
    problems.push(...verdicts.problems);
    measured.push(...toEntries(file, measurements, verdicts.of));
  }
  return { problems, entries: [...reported, ...aggregate(measured)] };
}

/**
 * The leaderboard of sound files, or every problem that only shows when their values are computed.
 * @param nowMs Milliseconds since the epoch: a run may not end after it. Nothing of the result depends on it.
 */
export function toLeaderboard(
  submissions: readonly SubmissionFile[],
  published: readonly PublishedFile[],
  nowMs: number,
): Parsed<Leaderboard> {
  const { problems, entries } = gather(submissions, published, nowMs);
  if (problems.length > 0) return { ok: false, problems };
  const { name } = findHardware(baseline.hardware);
  const rows = toRows(entries, baseline, name);
  const gaps = openGaps(submissions.flatMap(gapsOf), entries);
  const used = new Set([baseline.hardware, ...[...rows, ...gaps].flatMap(({ hardware }) => hardware ?? [])]);
  const dates = [...rows, ...gaps].map(({ date }) => date).sort();
  const value = leaderboardSchema.parse({
    schemaVersion: SCHEMA_VERSION,
    kind: 'leaderboard',
    date: dates.at(-1) ?? baseline.since,
    baseline: { hardware: baseline.hardware, name, reason: baseline.reason },
    rows,
    gaps,
    ratios: toRatios(entries),
    scalings: toScalings(entries),
    hardware: [...used].sort().map(findHardware),
  });
  return { ok: true, value };
}
