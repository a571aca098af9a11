/** @file Compares a file on disk with the published one by its SHA-256. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { DataFile } from './catalogue.ts';

/** Why a file cannot be used. */
export type DatasetProblem = { kind: 'missing' } | { kind: 'wrong'; description: string };

/** What the bytes of a file are. */
export interface Hashed {
  /** Lower-case hexadecimal. */
  sha256: string;
  sizeBytes: number;
}

/** The hashes and sizes of a file and of the published one. */
export const describeMismatch = (file: DataFile, { sha256, sizeBytes }: Hashed): string =>
  `${file.name} has SHA-256 ${sha256} (${sizeBytes} bytes), expected ${file.sha256} (${file.sizeBytes} bytes)`;

/**
 * Hashes a file in chunks.
 * @throws the file system's error
 */
export async function hashFile(path: string): Promise<Hashed> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    hash.update(chunk as Buffer);
    sizeBytes += (chunk as Buffer).length;
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

/** Null if the file is the published one. An unreadable file counts as wrong. */
export async function inspect(path: string, file: DataFile): Promise<DatasetProblem | null> {
  try {
    const found = await hashFile(path);
    return found.sha256 === file.sha256
      ? null
      : { kind: 'wrong', description: describeMismatch(file, found) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    return { kind: 'wrong', description: `${file.name} cannot be read: ${code ?? message}` };
  }
}
