/** @file Reads and checks all files, and brings what they contribute into the order in which they were added. */
import { join } from 'node:path';
import { baseline } from '../data/catalogue/index.ts';
import type { Candidate } from './candidates/candidate.ts';
import { extractPublished } from './extract/published.ts';
import { extractSubmission } from './extract/submission.ts';
import { folder, type Options, root } from './options.ts';
import { type BaselineValues, baselineValues, mayBeBaseline, unusedBaseline } from './rank/speedup.ts';
import { type CommitTimes, readCommitTimes } from './read/commit-times.ts';
import { addedOf, type History, readHistory } from './read/history.ts';
import { distinct, list, ROOT, readPublished, readSubmission } from './read/read.ts';
import { sha256 } from './read/sha256.ts';
import { findingsAcross } from './run/across.ts';
import { type Brief, withoutFingerprints } from './run/brief.ts';
import { codeVersion, dropOtherVersions } from './run/cache.ts';
import { contributionsOf } from './run/contributions.ts';

/** Folder of what this version of ingest kept for these values of the baseline; null if nothing may be kept. */
async function cacheOf({ cache }: Options, values: BaselineValues): Promise<string | null> {
  if (cache === false) return null;
  const version = await codeVersion(root);
  await dropOtherVersions(cache, version);
  return join(cache, version, sha256(JSON.stringify([...values])).slice(0, 16));
}

/** The path of a file relative to the folder of submissions. */
export const pathOf = ({ path }: Brief): string => path.slice(ROOT.length);

/** The files in the order in which they were added, each with its owner; both come from git. */
function inOrderOfAddition(history: History | null, times: CommitTimes, briefs: readonly Brief[]): Brief[] {
  const added = addedOf(
    history,
    briefs.map((one) => ({ path: pathOf(one), finishedAt: one.finishedAt })),
  );
  return briefs
    .map((one) => {
      const addedMs = times.get(pathOf(one));
      return { ...one, summary: { ...one.summary, ...added.get(pathOf(one))!, addedMs } };
    })
    .sort((a, b) => a.summary.addedOrder - b.summary.addedOrder);
}

/** What the files contribute that baseline.json names: nobody else's values are 1.0x. */
async function namedIn(folder: string, paths: readonly string[], nowMs: number): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const path of paths.filter((one) => mayBeBaseline(one, baseline))) {
    const read = await readSubmission(folder, path);
    const extract = read.ok ? extractSubmission(read.value, nowMs) : read;
    if (extract.ok) candidates.push(...extract.value.candidates);
  }
  return candidates;
}

/** What all valid files contribute, and the problems of the others: a bad file costs only itself. */
export async function gather(options: Options) {
  const none = { files: [], problems: [] };
  const submissionsFolder = folder('--submissions', options.submissions, 'data/submissions');
  const publishedFolder = folder('--published', options.published, 'data/published');
  // Git answers while the files are computed.
  const reading = submissionsFolder === null ? null : readHistory(submissionsFolder);
  const dating = submissionsFolder === null ? null : readCommitTimes(submissionsFolder);
  const read = publishedFolder === null ? none : await readPublished(publishedFolder);
  const reported = read.files.map(extractPublished);
  const published = reported.flatMap((one) => (one.ok ? [one.value] : []));
  const listed = submissionsFolder === null ? [] : await list(submissionsFolder);
  const below = { folder: submissionsFolder ?? '', nowMs: Date.now() };
  const { paths, problems: ofNames } = distinct(listed, (path) => join(below.folder, path));
  const named = await namedIn(below.folder, paths, below.nowMs);
  const values = baselineValues([...published.flat(), ...named], baseline);
  const isCheck = options.check === true;
  const run = { ...below, values, cache: await cacheOf(options, values) };
  const {
    briefs: unordered,
    problems: ofFiles,
    ...contributions
  } = await contributionsOf(run, paths, isCheck);
  const problems = [
    ...ofNames,
    ...read.problems,
    ...ofFiles,
    ...reported.flatMap((one) => (one.ok ? [] : one.problems)),
  ];
  const history = await reading;
  const fingerprinted = inOrderOfAddition(history, (await dating) ?? new Map(), unordered);
  const findings = findingsAcross(fingerprinted, contributions, run);
  const briefs = fingerprinted.map(withoutFingerprints);
  const unused = unusedBaseline([...published.flat(), ...named], baseline);
  return { run, briefs, contributions, findings, published, problems, history, unused };
}

export type Gathered = Awaited<ReturnType<typeof gather>>;
