/** @file Writes a file whose hash is known: to a `.partial` file, which is renamed once the hash is verified. */
import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { DataFile } from './catalogue.ts';
import type { Hashed } from './inspect.ts';

/** Writes the chunks one after another; stops once they are more than the expected file has. */
async function receive(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  mostBytes: number,
  path: string,
): Promise<Hashed> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const handle = await open(path, 'w');
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      if (sizeBytes > mostBytes) break;
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

/**
 * Replaces `target` with the verified file, or leaves it unchanged.
 * @param chunks The bytes of the file; each is valid until the next one is requested.
 * @returns Null if the file is the expected one, else what came in its place.
 * @throws the file system's error if the file cannot be written, and whatever `chunks` throws
 */
export async function writeVerified(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  file: DataFile,
  target: string,
): Promise<Hashed | null> {
  // The process id keeps two runs that share a cache apart.
  const partial = `${target}.${process.pid}.partial`;
  try {
    const received = await receive(chunks, file.sizeBytes, partial);
    if (received.sha256 !== file.sha256) return received;
    await rename(partial, target);
    return null;
  } finally {
    await rm(partial, { force: true });
  }
}
