/** @file Sees that the files of a data set are there and right before anything is measured. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../system/files.ts';
import { type DataFile, type DatasetEntry, type DatasetName, datasets } from './catalogue.ts';
import { fetchFile } from './fetch.ts';
import { inspect } from './inspect.ts';

export type Prepared =
  /** Every file lies in `folder` with the right SHA-256. */
  | { status: 'ready'; folder: string }
  /** No place could be reached: training takes generated samples, and the result says so. */
  | { status: 'generated'; why: string }
  /** Training must not start: wrong or missing files, or a cache that cannot be written. */
  | { status: 'refused'; why: string };

export interface Where {
  /** Folder of `--data`; null takes the cache. */
  given: string | null;
  /** Folder that keeps fetched files, one folder a data set; made when something is fetched. */
  cache: string;
}

/** A server that sends nothing for so long is given up. */
const STALL_MS = 30_000;

type Failure = Exclude<Prepared, { status: 'ready' }>;

type Log = (line: string) => void;

const refused = (why: string): Failure => ({ status: 'refused', why });

/** The files lie in the folder itself or, as in the cache, in one named after the data set. */
async function prepareGiven(entry: DatasetEntry, given: string): Promise<Prepared> {
  const own = join(given, entry.folder);
  const folder = existsSync(own) ? own : given;
  for (const file of entry.files) {
    const finding = await inspect(join(folder, file.name), file);
    const place = `get it from ${entry.bases[0]}${file.name} and put it, packed as it is, into ${own}`;
    if (finding.state === 'missing')
      return refused(`${entry.name}: ${folder} (--data) has no ${file.name}; ${place}`);
    if (finding.state === 'wrong')
      return refused(`${entry.name}: ${finding.what} in ${folder} (--data); ${place}`);
  }
  return { status: 'ready', folder };
}

/** Tries one place after the other; null when the file is right. */
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
    log(`${entry.name}: fetching ${file.name} (${(file.sizeBytes / 1e6).toFixed(1)} MB) from ${base}`);
    const fetched = await fetchFile(file, base, target, signal, stallMs);
    if (fetched.status === 'right') return null;
    (fetched.status === 'wrong' ? wrong : unreachable).push(fetched.why);
    log(`${entry.name}: ${fetched.why}`);
  }
  if (wrong.length > 0) {
    return refused(
      `${entry.name}: ${wrong.join(' | ')}; get the file elsewhere and give its folder with --data`,
    );
  }
  return { status: 'generated', why: `${entry.name} could not be fetched: ${unreachable.join(' | ')}` };
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
    const finding = await inspect(target, file);
    if (finding.state === 'right') continue;
    if (finding.state === 'wrong') log(`${entry.name}: cached ${finding.what}; fetching it again`);
    makeFolder(folder);
    const failure = await fetchFromAny(entry, file, target, log, signal, stallMs);
    if (failure && finding.state === 'wrong') {
      return refused(`${entry.name}: cached ${finding.what}; ${failure.why}; delete ${target} or use --data`);
    }
    if (failure) return failure;
  }
  return { status: 'ready', folder };
}

/**
 * @throws the signal's reason where it is aborted; everything else is an answer
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
    const { code, message } = error as NodeJS.ErrnoException;
    return refused(
      `${entry.name}: cannot write into the cache ${where.cache}: ${code ?? message}; give a folder with the files with --data, or make room there`,
    );
  }
}
