/** @file What one file of a folder contributes: from the cache, or read, parsed, checked and derived. */
import { join } from 'node:path';
import type { Parsed } from '../../data/contract/problem.ts';
import { bugProblem, extractSubmission } from '../extract/submission.ts';
import type { BaselineValues } from '../rank/speedup.ts';
import { readBytes, toSubmission } from '../read/read.ts';
import { sha256 } from '../read/sha256.ts';
import type { Content } from '../values/identity.ts';
import { type Brief, toBrief } from './brief.ts';
import { Cache, keyOf } from './cache.ts';
import { type Columns, fromColumns, toColumns } from './columns.ts';
import { type FileFingerprints, toList } from './fingerprints.ts';
import { pack } from './packed.ts';

/** What every file of a run has in common. */
export interface Run {
  /** Folder of the submissions. */
  folder: string;
  /** Milliseconds since the epoch. A run that ends after it is refused. */
  nowMs: number;
  /** Folder of the cache of this version and these values; null for none. */
  cache: string | null;
  /** The values that are 1.0x. */
  values: BaselineValues;
}

/** A valid file. */
export interface Contribution {
  /** Of its path and content. */
  key: string;
  brief: Brief;
  /** Its rows and gaps, packed; null if the cache holds them or nobody asked for them. */
  packed: Uint8Array<ArrayBuffer> | null;
}

/** What the cache holds of one file. */
interface Kept {
  brief: Columns;
  fingerprints: FileFingerprints;
  packed: Uint8Array<ArrayBuffer>;
}

/** Place in the cache. */
const nameOf = (key: string): string => join(key.slice(0, 2), key.slice(2));

/** The packed rows and gaps of a file that the cache holds; null if it lost them. */
export function keptRows(folder: string, key: string): Uint8Array<ArrayBuffer> | null {
  return (new Cache(folder).get(nameOf(key)) as Kept | null)?.packed ?? null;
}

function contribution(
  run: Run,
  path: string,
  content: Content,
  key: string,
  rows: boolean,
): Parsed<Contribution> {
  const cache = run.cache === null ? null : new Cache(run.cache);
  const kept = (cache?.get(nameOf(key)) ?? null) as Kept | null;
  if (kept !== null) {
    const [brief] = fromColumns(kept.brief, () => kept.fingerprints);
    return { ok: true, value: { key, brief: brief!, packed: null } };
  }
  const file = toSubmission(run.folder, path, content);
  const extracted = file.ok ? extractSubmission(file.value, run.nowMs) : file;
  // Problems are not kept: they name the path as it was typed, and some depend on the clock.
  if (!extracted.ok) return extracted;
  const brief = toBrief(extracted.value, run.values);
  if (cache === null) {
    const packed = rows ? pack(extracted.value) : null;
    return { ok: true, value: { key, brief, packed } };
  }
  const packed = pack(extracted.value);
  const fingerprints = toList(brief.summary.measurements);
  const isKept = cache.put(nameOf(key), { brief: toColumns([brief]), fingerprints, packed } satisfies Kept);
  return { ok: true, value: { key, brief, packed: isKept ? null : packed } };
}

/**
 * What a file contributes, or every reason to refuse it. It never throws: an error here is a bug, which costs this file and
 * names it. Null if its key is the known one.
 * @param path Relative to the folder, with `/` as the separator.
 * @param rows Whether they are most likely read later. The cache keeps them in any case.
 */
export function contributionOf(
  run: Run,
  path: string,
  known: string | null = null,
  rows = true,
): Parsed<Contribution | null> {
  try {
    const read = readBytes(run.folder, path);
    if (!read.ok) return read;
    const content = { bytes: read.value, sha256: sha256(read.value) };
    const key = keyOf(path, content);
    return key === known ? { ok: true, value: null } : contribution(run, path, content, key, rows);
  } catch (error) {
    return { ok: false, problems: [bugProblem(join(run.folder, path), error)] };
  }
}
