/** @file Writes a set of files atomically: no file is replaced until all of them are on disk. */
import { mkdir, open, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CHECKSUMS, parseChecksums } from '../../data/derive/files/checksums.ts';

/** A failed write; the message is one line that says how to fix it. */
export class WriteError extends Error {}

const remedies: Record<string, string> = {
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'the disk quota is used up; free some space',
  EROFS: 'it is read-only; choose another folder with --out',
  EACCES: 'it is not writable; choose another folder with --out or change its permissions',
  EPERM: 'it is not writable; choose another folder with --out or change its permissions',
  ENOTDIR: 'part of it is a file; choose another folder with --out',
  EEXIST: 'it is a file; choose another folder with --out',
};

function toWriteError(folder: string, error: unknown): unknown {
  if (error instanceof WriteError) return error;
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  const what = remedies[error.code] ?? `the system reports ${error.code}; choose another folder with --out`;
  return new WriteError(`${folder}: cannot be written: ${what}`, { cause: error });
}

async function writeSafely(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * `mkdir -p`, one folder at a time: Node's recursive mkdir never returns below /proc (ENOENT under an existing parent). Adds
 * the folders that it makes to `made`.
 */
async function makeFolder(folder: string, made: string[]): Promise<void> {
  const status = await stat(folder).catch(() => null);
  if (status?.isDirectory()) return;
  if (status === null) await makeFolder(dirname(folder), made);
  await mkdir(folder);
  made.push(folder);
}

/** Throws if a target is a folder: renaming to it would fail after other files had already been renamed. */
async function refuseFolder(path: string): Promise<void> {
  const status = await stat(path).catch(() => null);
  if (status?.isDirectory()) {
    throw new WriteError(
      `${path}: cannot be written: it is a folder; remove it or choose another folder with --out`,
    );
  }
}

/** Files that an earlier call wrote, by its checksums, and that this one does not write. */
async function leftOver(folder: string, files: Readonly<Record<string, unknown>>): Promise<string[]> {
  const checksums = await readFile(join(folder, CHECKSUMS), 'utf8').catch(() => '');
  const names = parseChecksums(checksums)
    .map(([name]) => name)
    .filter((name) => !name.split('/').includes('..'));
  return names.filter((name) => !(name in files)).map((name) => join(folder, name));
}

/**
 * Writes every file next to its target and renames them only when all are complete. Throws a `WriteError` if the disk or
 * the folder does not allow it; partial files and new folders are then removed and existing files stay unchanged.
 * At last removes what an earlier call wrote and this one does not.
 */
export async function writeAll(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  const pairs = Object.entries(files).map(([name, content]) => {
    const path = join(folder, name);
    return { path, partial: `${path}.${process.pid}.partial`, content };
  });
  const made: string[] = [];
  try {
    for (const { path } of pairs) await makeFolder(resolve(dirname(path)), made);
    for (const { partial, content } of pairs) await writeSafely(partial, content);
    for (const { path } of pairs) await refuseFolder(path);
    const stale = await leftOver(folder, files);
    for (const { path, partial } of pairs) await rename(partial, path);
    await Promise.all(stale.map((path) => rm(path, { force: true })));
  } catch (error) {
    await Promise.allSettled(pairs.map(({ partial }) => rm(partial, { force: true })));
    for (const path of made.reverse()) await rmdir(path).catch(() => undefined);
    throw toWriteError(folder, error);
  }
}
