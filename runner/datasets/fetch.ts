/** @file Downloads one file from one URL: streams to a `.partial` file and renames it once the hash is verified. */
import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { DataFile } from './catalogue.ts';
import { describeMismatch } from './inspect.ts';

export type Fetched =
  | { status: 'verified' }
  /** The server sent a complete file with a different hash. */
  | { status: 'wrong'; reason: string }
  /** No network, no such host or file, or an interrupted transfer. */
  | { status: 'unreachable'; reason: string };

class Unreachable extends Error {}

/** Node reports only "fetch failed"; the code or message of the cause says more. */
function describeError(error: unknown): string {
  const { message, cause } = error as Error;
  const { code, message: causeMessage } = (cause ?? {}) as NodeJS.ErrnoException;
  return code ?? causeMessage ?? message;
}

/** Yields the chunks of a body. Throws `Unreachable` if nothing arrives for `stallMs`, or the signal's reason. */
async function* download(url: string, signal: AbortSignal, stallMs: number): AsyncGenerator<Uint8Array> {
  const stalled = new AbortController();
  const timer = setTimeout(
    () => stalled.abort(new Unreachable(`nothing arrived for ${stallMs / 1000} s`)),
    stallMs,
  );
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, stalled.signal]) });
    if (!response.ok || !response.body) throw new Unreachable(`HTTP ${response.status}`);
    for await (const chunk of response.body) {
      timer.refresh();
      yield chunk;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof Unreachable ? error : new Unreachable(describeError(error));
  } finally {
    clearTimeout(timer);
  }
}

/** Writes the body to `partial`; stops once it is larger than the expected file. */
async function receive(
  chunks: AsyncIterable<Uint8Array>,
  file: DataFile,
  partial: string,
): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const handle = await open(partial, 'w');
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      if (sizeBytes > file.sizeBytes) break;
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
 * @throws the file system's error if the file cannot be written, and the signal's reason if it is aborted
 */
export async function fetchFile(
  file: DataFile,
  base: string,
  target: string,
  signal: AbortSignal,
  stallMs: number,
): Promise<Fetched> {
  const url = `${base}${file.name}`;
  // The process id keeps two runs that share a cache apart.
  const partial = `${target}.${process.pid}.partial`;
  try {
    const { sha256, sizeBytes } = await receive(download(url, signal, stallMs), file, partial);
    if (sha256 !== file.sha256)
      return { status: 'wrong', reason: `${url}: ${describeMismatch(file, sha256, sizeBytes)}` };
    await rename(partial, target);
    return { status: 'verified' };
  } catch (error) {
    if (error instanceof Unreachable) return { status: 'unreachable', reason: `${url}: ${error.message}` };
    throw error;
  } finally {
    await rm(partial, { force: true });
  }
}
