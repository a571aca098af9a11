/** @file Writes a set of files atomically: no file is replaced until all of them are on disk. */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CHECKSUMS, checksumLines, parseChecksums } from '../../data/derive/files/checksums.ts';
import { type Content, type ExportFile, partsOf } from './file.ts';

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

/** Returns the SHA-256 of what it wrote, in hexadecimal digits. */
async function writeSafely(path: string, content: Content): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  try {
    for (const part of partsOf(content)) {
      const bytes = typeof part === 'string' ? Buffer.from(part) : part;
      hash.update(bytes);
      await file.writeFile(bytes);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest('hex');
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
async function leftOver(folder: string, files: ReadonlySet<string>): Promise<string[]> {
  const checksums = await readFile(join(folder, CHECKSUMS), 'utf8').catch(() => '');
  const names = parseChecksums(checksums)
    .map(([name]) => name)
    .filter((name) => !name.split('/').includes('..'));
  return names.filter((name) => !files.has(name)).map((name) => join(folder, name));
}

/** A file that is complete next to its target. */
interface Written {
  name: string;
  path: string;
  partial: string;
}

/**
 * Writes every file next to its target, and the list of their checksums, and renames them only when all are complete. Throws a
 * `WriteError` if the disk or the folder does not allow it; partial files and new folders are then removed and existing files
 * stay unchanged. At last removes what an earlier call wrote and this one does not.
 * @param files One after the other is made and written.
 */
export async function writeAll(
  folder: string,
  files: Iterable<ExportFile> | AsyncIterable<ExportFile>,
): Promise<void> {
  const written: Written[] = [];
  const made: string[] = [];
  const write = async (name: string, content: Content): Promise<string> => {
    const path = join(folder, name);
    const partial = `${path}.${process.pid}.partial`;
    await makeFolder(resolve(dirname(path)), made);
    written.push({ name, path, partial });
    return writeSafely(partial, content);
  };
  try {
    const checksums: [name: string, sha256: string][] = [];
    for await (const [name, content] of files) checksums.push([name, await write(name, content)]);
    await write(CHECKSUMS, checksumLines(checksums));
    for (const { path } of written) await refuseFolder(path);
    const stale = await leftOver(folder, new Set(written.map(({ name }) => name)));
    for (const { path, partial } of written) await rename(partial, path);
    await Promise.all(stale.map((path) => rm(path, { force: true })));
  } catch (error) {
    await Promise.allSettled(written.map(({ partial }) => rm(partial, { force: true })));
    for (const path of made.reverse()) await rmdir(path).catch(() => undefined);
    throw toWriteError(folder, error);
  }
}
