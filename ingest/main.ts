/** @file `npm run ingest`: reads and checks all results, computes the leaderboard and writes it. */

import { statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Command, CommanderError } from 'commander';
import { baseline } from '../data/catalogue/index.ts';
import type { Row } from '../data/contract/leaderboard.ts';
import { PREVIEW } from '../data/contract/preview.ts';
import { compareProblems, formatProblem, type Problem } from '../data/contract/problem.ts';
import { UsageError } from '../data/contract/usage-error.ts';
import { counted } from '../data/derive/counted.ts';
import type { Candidate } from './candidates/candidate.ts';
import { unknownOutliers } from './check/accepted.ts';
import { countAll } from './count.ts';
import type { Exports } from './export/files.ts';
import { writeWhole } from './export/output.ts';
import { toSummary } from './export/summary.ts';
import { WriteError, writeAll } from './export/write.ts';
import { toPreview } from './extract/preview.ts';
import { extractPublished } from './extract/published.ts';
import { extractSubmission } from './extract/submission.ts';
import { toLeaderboard } from './leaderboard.ts';
import { type Combined, headOf } from './rank/assemble.ts';
import { type BaselineValues, baselineValues, mayBeBaseline, unusedBaseline } from './rank/speedup.ts';
import { addedOf, type History, readHistory } from './read/history.ts';
import { distinct, list, NO_HISTORY, ROOT, readPublished, readSubmission } from './read/read.ts';
import { sha256 } from './read/sha256.ts';
import { findingsAcross } from './run/across.ts';
import { type Brief, withoutFingerprints } from './run/brief.ts';
import { codeVersion, dropOtherVersions } from './run/cache.ts';
import { contributionsOf } from './run/contributions.ts';
import { openParts } from './run/parts.ts';
import { sharesOf } from './shares.ts';
import { type Counts, countsOf, nothing, sumOf } from './values/counts.ts';

const root = resolve(import.meta.dirname, '..');

/** Exit codes: 1 for invalid data, whether or not the rest was written, 2 for wrong usage, an unwritable folder or a bug. */
const BAD_DATA = 1;
const USAGE = 2;

const NOTHING = 'nothing was written';

interface Options {
  check?: true;
  only?: string;
  submissions?: string;
  published?: string;
  out: string;
  /** False with --no-cache. */
  cache: string | false;
}

function parseArguments(): Options {
  return new Command('ingest')
    .description(
      'Validates all results, computes speedups and writes the leaderboard as JSON and all tables as CSV and Parquet.',
    )
    .option('--check', 'only validate and compute; write nothing')
    .option('--only <file>', 'with --check: only this submission')
    .option('--submissions <dir>', 'folder of submissions (default: data/submissions)')
    .option('--published <dir>', 'folder of published results (default: data/published)')
    .option('--out <dir>', 'folder to write to', shortPath(resolve(root, 'data/generated')))
    .option(
      '--cache <dir>',
      'folder that keeps the results of unchanged files',
      shortPath(resolve(root, '.cache/ingest')),
    )
    .option('--no-cache', 'keep nothing and compute every file anew')
    .addHelpText(
      'after',
      '\nExit codes: 0 success, 1 invalid data, 2 wrong usage, an unwritable folder or a bug.\nA file with a problem is left out; the leaderboard of all others is still written.',
    )
    .exitOverride()
    .parse()
    .opts<Options>();
}

/** A path relative to the working directory if it is below it, otherwise unchanged. */
function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}

/** A folder given by an option must exist; the default may be missing, as in a fresh clone without submissions. */
function folder(option: string, chosen: string | undefined, standard: string): string | null {
  const path = chosen ?? shortPath(resolve(root, standard));
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isDirectory()) return path;
  if (status === undefined && chosen === undefined) return null;
  throw new UsageError(`${option} ${path}: there is no such folder; give one that exists`);
}

/** Prints every problem, sorted by file, and what follows from them. */
function printProblems(problems: readonly Problem[], consequence: string): void {
  for (const problem of [...problems].sort(compareProblems)) console.error(formatProblem(problem));
  const files = new Set(problems.map(({ path }) => path)).size;
  console.error(`${counted(problems.length, 'problem')} in ${counted(files, 'file')}; ${consequence}`);
}

/** Checks one submission as if it were the only one. */
async function checkOnly(file: string): Promise<number> {
  const folder = dirname(dirname(resolve(file)));
  const read = await readSubmission(folder, relative(folder, resolve(file)).split(sep).join('/'));
  const computed = read.ok ? toLeaderboard([read.value], [], Date.now()) : read;
  if (computed.ok) {
    console.log(`${shortPath(resolve(file))}: no problems found`);
    return 0;
  }
  printProblems(computed.problems, NOTHING);
  return BAD_DATA;
}

/** Folder of what this version of ingest kept for these values of the baseline; null if nothing may be kept. */
async function cacheOf({ cache }: Options, values: BaselineValues): Promise<string | null> {
  if (cache === false) return null;
  const version = await codeVersion(root);
  await dropOtherVersions(cache, version);
  return join(cache, version, sha256(JSON.stringify([...values])).slice(0, 16));
}

/** The path of a file relative to the folder of submissions. */
const pathOf = ({ path }: Brief): string => path.slice(ROOT.length);

/** The files in the order in which they were added, each with its owner; both come from git. */
function inOrderOfAddition(history: History | null, briefs: readonly Brief[]): Brief[] {
  const added = addedOf(
    history,
    briefs.map((one) => ({ path: pathOf(one), finishedAt: one.finishedAt })),
  );
  return briefs
    .map((one) => ({ ...one, summary: { ...one.summary, ...added.get(pathOf(one))! } }))
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
async function readAll(options: Options) {
  const none = { files: [], problems: [] };
  const submissionsFolder = folder('--submissions', options.submissions, 'data/submissions');
  const publishedFolder = folder('--published', options.published, 'data/published');
  // Git answers while the files are computed.
  const reading = submissionsFolder === null ? null : readHistory(submissionsFolder);
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
  const fingerprinted = inOrderOfAddition(history, unordered);
  const findings = findingsAcross(fingerprinted, contributions, run);
  const briefs = fingerprinted.map(withoutFingerprints);
  const unused = unusedBaseline([...published.flat(), ...named], baseline);
  return { run, briefs, contributions, findings, published, problems, history, unused };
}

type Read = Awaited<ReturnType<typeof readAll>>;

/** What the maintainers' files name and is not there. Other folders do not have it. */
const ofMaintainers = ({ submissions, published }: Options, { briefs, unused }: Read): Problem[] =>
  submissions === undefined && published === undefined ? [...unknownOutliers(briefs), ...unused] : [];

async function check(options: Options): Promise<number> {
  const read = await readAll(options);
  const { briefs, published, contributions, findings, run } = read;
  const named = { baseline, values: run.values };
  const parts = openParts(run.cache, run.folder);
  const all = countAll(briefs, published.flat(), contributions, named, parts, findings);
  const { counts, problems: ofRows } = await all;
  const problems = [...read.problems, ...ofRows, ...ofMaintainers(options, read)];
  if (problems.length > 0) {
    printProblems(problems, NOTHING);
    return BAD_DATA;
  }
  console.log(`${toSummary(counts, briefs.length + published.length)}; no problems found`);
  return 0;
}

/** What is said of the leaderboard after it was written. */
interface Summary {
  /** The first rows. */
  shown: Row[];
  counts: Counts;
  problems: Problem[];
}

/** Writes the exports of all shares. */
function exportShares(exports: Exports, shares: Iterable<Combined>, most: number): Summary {
  const shown: Row[] = [];
  const problems: Problem[] = [];
  let counts = nothing;
  for (const { leaderboard, problems: ofShare } of shares) {
    exports.add(leaderboard);
    shown.push(...leaderboard.rows.slice(0, most - shown.length));
    counts = sumOf(counts, countsOf(leaderboard));
    problems.push(...ofShare);
  }
  exports.close(counts.date ?? baseline.since);
  return { shown, counts, problems };
}

async function ingest(options: Options): Promise<number> {
  // A check needs none of this, and loading it takes a fifth of its start.
  const { createExports } = await import('./export/files.ts');
  const { MAX_SHOWN, toTable } = await import('./export/report.ts');
  const { startSamples } = await import('./run/samples.ts');
  const read = await readAll(options);
  const { briefs, contributions, findings, published, run } = read;
  const source = { briefs, linesOf: contributions.linesOf, findings, published: published.flat() };
  const head = headOf(baseline);
  const {
    shown,
    counts,
    problems: ofRows,
  } = await writeAll(options.out, async (output) => {
    await using samples = startSamples(output, { folder: run.folder, paths: briefs.map(pathOf) });
    writeWhole(output, PREVIEW, `${JSON.stringify(toPreview(briefs))}\n`);
    const shares = sharesOf(source, { baseline, values: run.values });
    const summary = exportShares(createExports(output, head), shares, MAX_SHOWN);
    await samples.done;
    return summary;
  });
  console.log(toTable({ rows: shown, baseline: head.baseline }, counts.rows));
  if (read.history === null && briefs.length > 0) console.log(NO_HISTORY);
  console.log(`${toSummary(counts, briefs.length + published.length)}; written to ${options.out}`);
  const problems = [...read.problems, ...ofRows, ...ofMaintainers(options, read)];
  if (problems.length === 0) return 0;
  printProblems(problems, `the rest was written to ${options.out}`);
  return BAD_DATA;
}

/** What the options ask for. */
async function run(options: Options): Promise<number> {
  if (options.only === undefined) return options.check ? check(options) : ingest(options);
  if (options.check) return checkOnly(options.only);
  throw new UsageError('--only needs --check: the leaderboard is computed from all files');
}

try {
  process.exitCode = await run(parseArguments());
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  else {
    const expected = error instanceof UsageError || error instanceof WriteError;
    console.error(expected ? error.message : error);
    process.exitCode = USAGE;
  }
}
