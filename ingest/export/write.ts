/** @file Writes a set of files atomically: no file is replaced until all of them are on disk. */
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CHECKSUMS, checksumLines, parseChecksums } from '../../data/derive/files/checksums.ts';
import { writeWhole } from './output.ts';
import { Staging } from './staging.ts';

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

/** Name of the folder of files that wait, beside their targets, so that renaming suffices. */
const waitingName = /^\.ingest-(\d+)\.partial$/;

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes what ingest left behind where it was killed. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid] = waitingName.exec(name) ?? [];
    if (pid !== undefined && (Number(pid) === process.pid || !isRunning(Number(pid))))
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Files that are brought to the disk at a time: the disk writes them together. */
const AT_A_TIME = 8;

async function bringToDisk(paths: readonly string[]): Promise<void> {
  const left = paths.values();
  const some = async () => {
    for (const path of left) {
      const file = await open(path, 'r+');
      await file.sync().finally(() => file.close());
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, some));
}

/**
 * Writes files into a folder next to their targets, and the list of their checksums, and renames them only when all are
 * complete. Throws a `WriteError` if the disk or the folder does not allow it; partial files and new folders are then removed
 * and existing files stay unchanged. A target that has its bytes already is left alone. At last removes what an earlier call
 * wrote and this one does not.
 * @param fill Writes all files; what it returns is returned.
 */
export async function writeAll<Result>(
  folder: string,
  fill: (output: Staging) => Result | Promise<Result>,
): Promise<Result> {
  const made: string[] = [];
  const staging = new Staging(folder, join(folder, `.ingest-${process.pid}.partial`));
  try {
    await makeFolder(resolve(folder), made);
    await removeAbandoned(folder);
    await makeFolder(resolve(staging.place), made);
    const result = await fill(staging);
    const checksums = staging.written.map(({ name, sha256 }) => [name, sha256] as const);
    writeWhole(staging, CHECKSUMS, checksumLines(checksums));
    const names = staging.written.map(({ name }) => name);
    const staged = staging.written.filter(({ isStaged }) => isStaged).map(({ name }) => name);
    await bringToDisk(staged.map((name) => join(staging.place, name)));
    for (const name of staged) {
      await refuseFolder(join(folder, name));
      await makeFolder(resolve(dirname(join(folder, name))), made);
    }
    const stale = await leftOver(folder, new Set(names));
    for (const name of staged) await rename(join(staging.place, name), join(folder, name));
    await Promise.all(stale.map((path) => rm(path, { force: true })));
    await rm(staging.place, { recursive: true, force: true });
    return result;
  } catch (error) {
    await rm(staging.place, { recursive: true, force: true }).catch(() => undefined);
    for (const path of made.reverse()) await rmdir(path).catch(() => undefined);
    throw toWriteError(folder, error);
  }
}
