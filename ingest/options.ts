/** @file The options of `npm run ingest`. */
import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { refuseOptionsOfNpm } from '../data/command-line/npm-options.ts';
import { createProgram } from '../data/command-line/program.ts';
import { parsePath } from '../data/command-line/user-path.ts';
import { UsageError } from '../data/contract/usage-error.ts';

/** The folder of the repository. */
export const root = resolve(import.meta.dirname, '..');

export interface Options {
  check?: true;
  only?: string;
  submissions?: string;
  published?: string;
  out: string;
  /** False with --no-cache. */
  cache: string | false;
}

/** @throws UsageError for wrong usage; CommanderError after `--help` */
export function parseArguments(): Options {
  const program = createProgram(
    'npm run ingest --',
    'Validates all results, computes speedups and writes the leaderboard as JSON and all tables as CSV and Parquet.',
  )
    .option('--check', 'only validate and compute; write nothing')
    .option('--only <file>', 'with --check: only this submission', parsePath)
    .option('--submissions <dir>', 'folder of submissions (default: data/submissions)', parsePath)
    .option('--published <dir>', 'folder of published results (default: data/published)', parsePath)
    .option('--out <dir>', 'folder to write to', parsePath, shortPath(resolve(root, 'data/generated')))
    .option(
      '--cache <dir>',
      'folder that keeps the results of unchanged files',
      parsePath,
      shortPath(resolve(root, '.cache/ingest')),
    )
    .option('--no-cache', 'keep nothing and compute every file anew')
    .addHelpText(
      'after',
      '\nExit codes: 0 success, 1 invalid data, 2 wrong usage, a broken catalogue, an unwritable folder or a bug.\nA file with a problem is left out; the leaderboard of all others is still written.',
    );
  refuseOptionsOfNpm(program);
  return program.parse().opts<Options>();
}

/** A path relative to the working directory if it is below it, otherwise unchanged. */
export function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}

/** The file of `--only`. */
export function onlyFile(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined)
    throw new UsageError(`--only ${path}: there is no such file; give one that exists`);
  if (status.isDirectory()) throw new UsageError(`--only ${path}: is a folder; give one file of it`);
  return resolve(path);
}

/** A folder given by an option must exist; the default may be missing, as in a fresh clone without submissions. */
export function folder(option: string, chosen: string | undefined, standard: string): string | null {
  const path = chosen ?? shortPath(resolve(root, standard));
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isDirectory()) return path;
  if (status === undefined && chosen === undefined) return null;
  if (status !== undefined)
    throw new UsageError(`${option} ${path}: is a file; give the folder that holds it`);
  throw new UsageError(`${option} ${path}: there is no such folder; give one that exists`);
}
