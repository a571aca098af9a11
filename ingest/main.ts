/** @file `npm run ingest`: reads and checks all results, computes the leaderboard and writes it. */
import { statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { Command, CommanderError } from 'commander';
import { compareProblems, formatProblem, type Problem } from '../data/contract/problem.ts';
import { UsageError } from '../data/contract/usage-error.ts';
import { unknownOutliers } from './check/accepted.ts';
import { exportFiles } from './export/files.ts';
import { counted, toSummary, toTable } from './export/report.ts';
import { createSampleFiles } from './export/samples.ts';
import { WriteError, writeAll } from './export/write.ts';
import { toLeaderboard } from './leaderboard.ts';
import { readPublished, readSubmission, readSubmissions } from './read/read.ts';

const root = resolve(import.meta.dirname, '..');

/** Exit codes: 1 for invalid data, 2 for wrong usage, an unwritable folder or a bug. */
const BAD_DATA = 1;
const USAGE = 2;

interface Options {
  check?: true;
  only?: string;
  submissions?: string;
  published?: string;
  out: string;
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
    .addHelpText(
      'after',
      '\nExit codes: 0 success, 1 invalid data, 2 wrong usage, an unwritable folder or a bug.',
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

function printProblems(problems: readonly Problem[]): void {
  for (const problem of [...problems].sort(compareProblems)) console.error(formatProblem(problem));
  const files = new Set(problems.map(({ path }) => path)).size;
  console.error(`${counted(problems.length, 'problem')} in ${counted(files, 'file')}; nothing was written`);
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
  printProblems(computed.problems);
  return BAD_DATA;
}

async function ingest(options: Options): Promise<number> {
  if (options.only !== undefined) {
    if (options.check) return checkOnly(options.only);
    throw new UsageError('--only needs --check: the leaderboard is computed from all files');
  }
  const none = { files: [], problems: [] };
  const submissionsFolder = folder('--submissions', options.submissions, 'data/submissions');
  const publishedFolder = folder('--published', options.published, 'data/published');
  const submissions = submissionsFolder === null ? none : await readSubmissions(submissionsFolder);
  const published = publishedFolder === null ? none : await readPublished(publishedFolder);
  const computed = toLeaderboard(submissions.files, published.files, Date.now());
  const problems = [
    ...submissions.problems,
    ...published.problems,
    ...(computed.ok ? [] : computed.problems),
    // Other folders do not have the files that the maintainers' list names.
    ...(options.submissions === undefined ? unknownOutliers(submissions.files) : []),
  ];
  if (!computed.ok || problems.length > 0) {
    printProblems(problems);
    return BAD_DATA;
  }
  const summary = toSummary(computed.value, submissions.files.length + published.files.length);
  if (options.check) {
    console.log(`${summary}; no problems found`);
    return 0;
  }
  const samples = createSampleFiles();
  for (const file of submissions.files) samples.add(file);
  await writeAll(options.out, exportFiles(computed.value, samples.files()));
  console.log(toTable(computed.value));
  console.log(`${summary}; written to ${options.out}`);
  return 0;
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
