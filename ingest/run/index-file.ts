/**
 * @file The index of the cache: what is known of every file of a folder. A file whose size, times and inode are those of the
 * index was not changed, as in Git's own index, so that it is not even read.
 */
import { lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sha256 } from '../read/sha256.ts';
import type { Brief } from './brief.ts';
import { Cache } from './cache.ts';
import { type Columns, fromColumns, toColumns } from './columns.ts';

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
export const nameFor = (kind: 'index' | 'parts', folder: string): string =>
  `${kind}-${sha256(resolve(folder)).slice(0, 16)}`;

/** What the cache knows of the files of a folder, by their paths. */
export function readIndex(cache: string, folder: string): Map<string, Known> {
  const index = new Cache(cache).get(nameFor('index', folder)) as Index | null;
  if (index === null) return new Map();
  const briefs = fromColumns(index.briefs);
  return new Map(
    index.paths.map((path, at) => [
      path,
      { key: index.keys[at]!, stamp: index.stamps[at]!, brief: briefs[at]! },
    ]),
  );
}

export function writeIndex(cache: string, folder: string, known: ReadonlyMap<string, Known>): void {
  const all = [...known.values()];
  const index: Index = {
    paths: [...known.keys()],
    keys: all.map(({ key }) => key),
    stamps: all.map(({ stamp }) => stamp),
    briefs: toColumns(all.map(({ brief }) => brief)),
  };
  new Cache(cache).put(nameFor('index', folder), index);
}
