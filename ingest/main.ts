/** @file `npm run ingest`: reads and checks all results, computes the leaderboard and writes it. */
import { statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Command, CommanderError } from 'commander';
import { PREVIEW } from '../data/contract/preview.ts';
import { compareProblems, formatProblem, type Problem } from '../data/contract/problem.ts';
import { UsageError } from '../data/contract/usage-error.ts';
import { unknownOutliers } from './check/accepted.ts';
import { exportFiles } from './export/files.ts';
import { counted, toSummary, toTable } from './export/report.ts';
import { WriteError, writeAll } from './export/write.ts';
import { withAdded } from './extract/added.ts';
import { toPreview } from './extract/preview.ts';
import { extractPublished } from './extract/published.ts';
import type { Extract } from './extract/submission.ts';
import { combine, toLeaderboard } from './leaderboard.ts';
import { addedOf, readHistory } from './read/history.ts';
import { distinct, list, NO_HISTORY, ROOT, readPublished, readSubmission } from './read/read.ts';
import { codeVersion, dropOtherVersions } from './run/cache.ts';
import { contributionsOf } from './run/contributions.ts';
import { readSamples } from './run/samples.ts';

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

/** Folder of what this version of ingest kept; null if nothing may be kept. */
async function cacheOf({ cache }: Options): Promise<string | null> {
  if (cache === false) return null;
  const version = await codeVersion(root);
  await dropOtherVersions(cache, version);
  return join(cache, version);
}

/** The contributions in the order in which their files were added, each with its owner; both come from git. */
async function inOrderOfAddition(folder: string, extracts: readonly Extract[]) {
  const history = extracts.length === 0 ? null : await readHistory(folder);
  const pathOf = ({ path }: Extract) => path.slice(ROOT.length);
  const added = addedOf(
    history,
    extracts.map((one) => ({ path: pathOf(one), finishedAt: one.finishedAt })),
  );
  const placed = extracts.map((one) => withAdded(one, added.get(pathOf(one))!));
  return {
    extracts: placed.sort((a, b) => a.summary.addedOrder - b.summary.addedOrder),
    note: history === null ? NO_HISTORY : null,
  };
}

/** What all valid files contribute, and the problems of the others: a bad file costs only itself. */
async function readAll(options: Options) {
  const none = { files: [], problems: [] };
  const submissionsFolder = folder('--submissions', options.submissions, 'data/submissions');
  const publishedFolder = folder('--published', options.published, 'data/published');
  const published = publishedFolder === null ? none : await readPublished(publishedFolder);
  const reported = published.files.map(extractPublished);
  const run = { folder: submissionsFolder ?? '', nowMs: Date.now(), cache: await cacheOf(options) };
  const listed = submissionsFolder === null ? [] : await list(submissionsFolder);
  const { paths, problems: ofNames } = distinct(listed, (path) => join(run.folder, path));
  const measured = await contributionsOf(run, paths);
  const problems = [
    ...ofNames,
    ...published.problems,
    ...[...measured, ...reported].flatMap((one) => (one.ok ? [] : one.problems)),
  ];
  const valid = measured.flatMap((one) => (one.ok ? [one.value] : []));
  const { extracts, note } = await inOrderOfAddition(run.folder, valid);
  return {
    folder: run.folder,
    extracts,
    note,
    published: reported.flatMap((one) => (one.ok ? [one.value] : [])),
    problems,
  };
}

async function ingest(options: Options): Promise<number> {
  if (options.only !== undefined) {
    if (options.check) return checkOnly(options.only);
    throw new UsageError('--only needs --check: the leaderboard is computed from all files');
  }
  const { folder: submissions, extracts, published, problems, note } = await readAll(options);
  const { leaderboard, problems: ofRows } = combine(extracts, published.flat());
  problems.push(...ofRows);
  // Other folders do not have the files that the maintainers' list names.
  if (options.submissions === undefined) problems.push(...unknownOutliers(extracts));
  const summary = toSummary(leaderboard, extracts.length + published.length);
  if (options.check) {
    if (problems.length > 0) printProblems(problems, NOTHING);
    else console.log(`${summary}; no problems found`);
    return problems.length > 0 ? BAD_DATA : 0;
  }
  const samples = await readSamples(submissions, extracts);
  await writeAll(
    options.out,
    exportFiles(leaderboard, { ...samples, [PREVIEW]: `${JSON.stringify(toPreview(extracts))}\n` }),
  );
  console.log(toTable(leaderboard));
  if (note !== null && extracts.length > 0) console.log(note);
  console.log(`${summary}; written to ${options.out}`);
  if (problems.length === 0) return 0;
  printProblems(problems, `the rest was written to ${options.out}`);
  return BAD_DATA;
}

try {
  process.exitCode = await ingest(parseArguments());
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  else {
    const expected = error instanceof UsageError || error instanceof WriteError;
    console.error(expected ? error.message : error);
    process.exitCode = USAGE;
  }
}
