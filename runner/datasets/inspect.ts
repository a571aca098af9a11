/** @file Whether a file on the disk is the published one, by its SHA-256. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { DataFile } from './catalogue.ts';

export type Finding = { state: 'right' } | { state: 'missing' } | { state: 'wrong'; what: string };

/** What is wrong with a file of another content: both hashes and both sizes. */
export const differs = (file: DataFile, sha256: string, sizeBytes: number): string =>
  `${file.name} has SHA-256 ${sha256} (${sizeBytes} bytes), expected ${file.sha256} (${file.sizeBytes} bytes)`;

/** Reads the whole file, however large it is; what cannot be read is wrong, too. */
export async function inspect(path: string, file: DataFile): Promise<Finding> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk as Buffer);
      sizeBytes += (chunk as Buffer).length;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'missing' };
    return { state: 'wrong', what: `${file.name} cannot be read: ${code ?? message}` };
  }
  const sha256 = hash.digest('hex');
  return sha256 === file.sha256
    ? { state: 'right' }
    : { state: 'wrong', what: differs(file, sha256, sizeBytes) };
}
