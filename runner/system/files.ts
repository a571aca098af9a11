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
import { dirname } from 'node:path';

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
