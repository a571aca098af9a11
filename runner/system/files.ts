/** @file Reads files and folders that may be missing, creates folders, and writes files durably, so that they survive a power failure. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';

/** The text of a file; null if it cannot be read. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The names in a folder, sorted; none if it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

/** Creates a folder and its parents. Node's recursive mkdir never returns if a parent reports ENOENT, as /proc does. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another run may have created it in the meantime.
    if (existsSync(path)) return;
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
    const isSevered = isLink && error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw isSevered ? Object.assign(error, { code: 'ENOLINK' }) : error;
  }
}

/** Writes a file and flushes it to disk. Removes it if that fails. */
export function writeDurably(path: string, text: string): void {
  const handle = openSync(path, 'w', 0o644);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
}

const causes: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'the file size limit is too small (ulimit -f)',
  EROFS: 'the file system is read-only',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ENOENT: 'it cannot be created there',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a part of the path is a file',
  ENOLINK: 'a part of the path is a link to nothing',
  ELOOP: 'a part of the path is a link to itself',
  ENAMETOOLONG: 'a name in it is too long',
  EIO: 'the disk reports an error',
  ERR_INVALID_ARG_VALUE: 'no path may look like this',
};

/** Why a folder or a file cannot be used, in a few words and without its path. */
export function describeFileError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return causes[code] ?? (code || (error instanceof Error ? basename(error.message) : String(error)));
}
