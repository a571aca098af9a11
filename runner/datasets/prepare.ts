/** @file Makes sure before a run that the files of a data set are present and correct. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeFileError } from '../../data/derive/files/file-error.ts';
import { makeFolder } from '../system/files.ts';
import { type DataFile, type DatasetEntry, type DatasetName, datasets } from './catalogue.ts';
import { fetchFile } from './fetch.ts';
import { inspect } from './inspect.ts';

export type Prepared =
  /** Every file is in `folder` and its SHA-256 matches. */
  | { status: 'ready'; folder: string }
  /** No server could be reached: training uses generated samples, and the result says so. */
  | { status: 'generated'; reason: string }
  /** Training must not start: files are wrong or missing, or the cache is not writable. */
  | { status: 'refused'; reason: string };

export interface Where {
  /** Folder given with `--data`; null uses the cache. */
  given: string | null;
  /** Cache for downloads, one folder per data set; created on the first download. */
  cache: string;
}

/** A download is abandoned if nothing arrives for this long. */
const STALL_MS = 30_000;

type Failure = Exclude<Prepared, { status: 'ready' }>;

type Log = (line: string) => void;

const refused = (reason: string): Failure => ({ status: 'refused', reason });

/** The files may be in the given folder itself or, as in the cache, in a subfolder named after the data set. */
async function prepareGiven(entry: DatasetEntry, given: string): Promise<Prepared> {
  const own = join(given, entry.folder);
  const folder = existsSync(own) ? own : given;
  for (const file of entry.files) {
    const problem = await inspect(join(folder, file.name), file);
    const remedy = `download ${entry.bases[0]}${file.name} and put it into ${own} without unpacking it`;
    if (problem?.kind === 'missing')
      return refused(`${entry.name}: ${folder} (--data) has no ${file.name}; ${remedy}`);
    if (problem?.kind === 'wrong')
      return refused(`${entry.name}: ${problem.description} in ${folder} (--data); ${remedy}`);
  }
  return { status: 'ready', folder };
}

/** Tries one URL after another; null after a verified download. */
async function fetchFromAny(
  entry: DatasetEntry,
  file: DataFile,
  target: string,
  log: Log,
  signal: AbortSignal,
  stallMs: number,
): Promise<Failure | null> {
  const wrong: string[] = [];
  const unreachable: string[] = [];
  for (const base of entry.bases) {
    log(`${entry.name}: downloading ${file.name} (${(file.sizeBytes / 1e6).toFixed(1)} MB) from ${base}`);
    const fetched = await fetchFile(file, base, target, signal, stallMs);
    if (fetched.status === 'verified') return null;
    (fetched.status === 'wrong' ? wrong : unreachable).push(fetched.reason);
    log(`${entry.name}: ${fetched.reason}`);
  }
  if (wrong.length > 0) {
    return refused(
      `${entry.name}: ${wrong.join(' | ')}; get the file elsewhere and pass its folder with --data`,
    );
  }
  return { status: 'generated', reason: `${entry.name} could not be downloaded: ${unreachable.join(' | ')}` };
}

async function prepareCached(
  entry: DatasetEntry,
  folder: string,
  log: Log,
  signal: AbortSignal,
  stallMs: number,
): Promise<Prepared> {
  for (const file of entry.files) {
    const target = join(folder, file.name);
    const problem = await inspect(target, file);
    if (problem === null) continue;
    if (problem.kind === 'wrong') log(`${entry.name}: cached ${problem.description}; downloading it again`);
    makeFolder(folder);
    const failure = await fetchFromAny(entry, file, target, log, signal, stallMs);
    if (failure && problem.kind === 'wrong') {
      return refused(
        `${entry.name}: cached ${problem.description}; ${failure.reason}; delete ${target} or use --data`,
      );
    }
    if (failure) return failure;
  }
  return { status: 'ready', folder };
}

/**
 * Checks the folder of `--data`, or fills the cache.
 * @throws the signal's reason if it is aborted; every other failure is a `Prepared`
 */
export async function prepareDataset(
  name: DatasetName,
  where: Where,
  log: Log,
  signal: AbortSignal,
  among: Readonly<Record<DatasetName, DatasetEntry>> = datasets,
  stallMs: number = STALL_MS,
): Promise<Prepared> {
  const entry = among[name];
  if (where.given !== null) return prepareGiven(entry, where.given);
  try {
    return await prepareCached(entry, join(where.cache, entry.folder), log, signal, stallMs);
  } catch (error) {
    signal.throwIfAborted();
    return refused(
      `${entry.name}: cannot write to the cache ${where.cache}: ${describeFileError(error)}; set TRAINMARK_CACHE to another folder, or pass a folder that holds the files with --data`,
    );
  }
}
