/**
 * @file The index file of the cache: what is known of every file of a folder. A file whose size, times and inode are those of the
 * index file was not changed, as in Git's own, so that it is not even read.
 */
import { lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sha256 } from '../read/sha256.ts';
import type { Brief } from './brief.ts';
import { Cache } from './cache.ts';
import { type Columns, fromColumns, toColumns } from './columns.ts';
import { type FileFingerprints, toList } from './fingerprints.ts';
import { IndexParts } from './index-parts.ts';

/** What is known of one file. */
export interface Known {
  /** Of its path and content. */
  key: string;
  /** How the file was just before it was read; empty if it might have been changed since without a trace. */
  stamp: string;
  brief: Brief;
}

/** What the cache holds: one entry of each list for each file. */
interface Index {
  paths: string[];
  keys: string[];
  stamps: string[];
  briefs: Columns;
}

/** The coarsest times of a file system (FAT): a file that is that new may be changed again within the same tick. */
const TICK_MS = 2000;

/** The stamp of a file; empty if it has none that can be relied on. */
export function stampOf(folder: string, path: string): string {
  const status = lstatSync(join(folder, path), { throwIfNoEntry: false });
  if (status === undefined || Math.max(status.ctimeMs, status.mtimeMs) > Date.now() - TICK_MS) return '';
  const { size, mtimeMs, ctimeMs, ino } = status;
  return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}

/** Name in the cache of what is known of a folder. */
export const nameFor = (kind: 'index' | 'copies' | 'parts', folder: string): string =>
  `${kind}-${sha256(resolve(folder)).slice(0, 16)}`;

/** What the cache knows of the files of a folder. */
export interface IndexFile {
  /** By their paths. */
  known: ReadonlyMap<string, Known>;
  /** Replaces what is known, unless it is the same. */
  write: (known: ReadonlyMap<string, Known>) => void;
}

/** What is known without a cache. */
export const NO_INDEX: IndexFile = { known: new Map(), write: () => {} };

/** Whether two maps hold the same objects. */
const isSame = (one: ReadonlyMap<string, Known>, other: ReadonlyMap<string, Known>): boolean =>
  one.size === other.size && [...one].every(([path, known]) => other.get(path) === known);

function toIndex(known: ReadonlyMap<string, Known>): Index {
  const all = [...known.values()];
  return {
    paths: [...known.keys()],
    keys: all.map(({ key }) => key),
    stamps: all.map(({ stamp }) => stamp),
    briefs: toColumns(all.map(({ brief }) => brief)),
  };
}

/** @param computed The fingerprints of a file, for the case that the cache lost them. */
export function openIndex(
  folder: string,
  of: string,
  computed: (path: string) => FileFingerprints,
): IndexFile {
  const cache = new Cache(folder);
  const name = nameFor('index', of);
  const parts = new IndexParts(cache, name);
  const { paths, keys, stamps, briefs } = (cache.get(name) as Index | null) ?? toIndex(new Map());
  const listAt = (at: number): FileFingerprints => {
    const list = parts.listOf(keys[at]!);
    // The next run then begins with what is kept of each file.
    if (list === null) cache.drop(name);
    return list ?? computed(paths[at]!);
  };
  const read = fromColumns(briefs, listAt);
  const known = new Map(
    paths.map((path, at): [string, Known] => [
      path,
      { key: keys[at]!, stamp: stamps[at]!, brief: read[at]! },
    ]),
  );
  return {
    known,
    write: (now) => {
      if (isSame(now, known)) return;
      const lists = new Map(
        [...now.values()].map(({ key, brief }) => [key, () => toList(brief.summary.measurements)]),
      );
      if (parts.put(keys, lists)) cache.put(name, toIndex(now));
    },
  };
}
