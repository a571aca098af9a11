/** @file Writes a set of files atomically: no file is replaced until all of them are on disk. */
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

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

/** `mkdir -p`, one folder at a time: Node's recursive mkdir never returns below /proc (ENOENT under an existing parent). */
async function makeFolder(folder: string): Promise<void> {
  const status = await stat(folder).catch(() => null);
  if (status?.isDirectory()) return;
  if (status === null) await makeFolder(dirname(folder));
  await mkdir(folder);
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

/**
 * Writes every file next to its target and renames them only when all are complete. Throws a `WriteError` if the disk or
 * the folder does not allow it; partial files are then removed and existing files stay unchanged.
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
    throw toWriteError(folder, error);
  }
}
