/** @file What one file of a folder contributes: from the cache, or read, parsed, checked and derived. */
import { join } from 'node:path';
import type { Parsed } from '../../data/contract/problem.ts';
import { bugProblem, extractSubmission } from '../extract/submission.ts';
import { readBytes, toSubmission } from '../read/read.ts';
import { Cache } from './cache.ts';
import { pack } from './packed.ts';

/** What every file of a run has in common. */
export interface Run {
  /** Folder of the submissions. */
  folder: string;
  /** Milliseconds since the epoch. A run that ends after it is refused. */
  nowMs: number;
  /** Folder of the cache of this version; null for none. */
  cache: string | null;
}

async function contribution(run: Run, path: string): Promise<Parsed<string>> {
  const read = await readBytes(run.folder, path);
  if (!read.ok) return read;
  const cache = run.cache === null ? null : new Cache(run.cache);
  const kept = await cache?.get(path, read.value);
  if (typeof kept === 'string') return { ok: true, value: kept };
  const file = toSubmission(run.folder, path, read.value);
  const extracted = file.ok ? extractSubmission(file.value, run.nowMs) : file;
  // Problems are not kept: they name the path as it was typed, and some depend on the clock.
  if (!extracted.ok) return extracted;
  const packed = pack(extracted.value);
  await cache?.put(path, read.value, packed);
  return { ok: true, value: packed };
}

/**
 * The packed contribution of a file, or every reason to refuse it. It never throws: an error here is a bug, which costs this file and names it.
 * @param path Relative to the folder, with `/` as the separator.
 */
export async function contributionOf(run: Run, path: string): Promise<Parsed<string>> {
  try {
    return await contribution(run, path);
  } catch (error) {
    return { ok: false, problems: [bugProblem(join(run.folder, path), error)] };
  }
}
