/** @file Writes a set of files: each is whole or untouched, and none is replaced before all are on the disk. */
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** The disk or the folder refused; the message is one line that says how to mend it. */
export class WriteError extends Error {}

const mending: Record<string, string> = {
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'the disk quota is used up; free some space',
  EROFS: 'it is read-only; choose another folder with --out',
  EACCES: 'it may not be written to; choose another folder with --out or change its permissions',
  EPERM: 'it may not be written to; choose another folder with --out or change its permissions',
  ENOTDIR: 'part of it is a file; choose another folder with --out',
  EEXIST: 'it is a file; choose another folder with --out',
};

function inWords(folder: string, error: unknown): unknown {
  if (error instanceof WriteError) return error;
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  const what = mending[error.code] ?? `the system says ${error.code}; choose another folder with --out`;
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

/** `mkdir -p`, one folder at a time: Node's own recursive mkdir never returns below /proc (ENOENT under an existing parent). */
async function makeFolder(folder: string): Promise<void> {
  const status = await stat(folder).catch(() => null);
  if (status?.isDirectory()) return;
  if (status === null) await makeFolder(dirname(folder));
  await mkdir(folder);
}

/** What would make a rename fail after others have been done. */
async function refuseFolder(path: string): Promise<void> {
  const status = await stat(path).catch(() => null);
  if (status?.isDirectory()) {
    throw new WriteError(
      `${path}: cannot be written: it is a folder; remove it or choose another folder with --out`,
    );
  }
}

/**
 * Writes every file beside its place first and moves them there only when all are complete. Throws a `WriteError` where
 * the disk or the folder refuses; then nothing of this call is left, and older files are as they were.
 */
export async function writeAll(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  const pairs = Object.entries(files).map(([name, content]) => {
    const path = join(folder, name);
    return { path, partial: `${path}.${process.pid}.partial`, content };
  });
  try {
    await makeFolder(resolve(folder));
    for (const { partial, content } of pairs) await writeSafely(partial, content);
    for (const { path } of pairs) await refuseFolder(path);
    for (const { path, partial } of pairs) await rename(partial, path);
  } catch (error) {
    await Promise.allSettled(pairs.map(({ partial }) => rm(partial, { force: true })));
    throw inWords(folder, error);
  }
}
