/** @file Fetches one file from one place: streamed to a `.partial` file, checked, renamed only when it is right. */
import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { DataFile } from './catalogue.ts';
import { differs } from './inspect.ts';

export type Fetched =
  | { status: 'right' }
  /** The place sent a whole file, but another one. */
  | { status: 'wrong'; why: string }
  /** No network, no such place, or a transfer that broke off. */
  | { status: 'unreachable'; why: string };

class Unreachable extends Error {}

/** The reason below the "fetch failed" of Node, in a word where there is one. */
function toWords(error: unknown): string {
  const { message, cause } = error as Error;
  const { code, message: below } = (cause ?? {}) as NodeJS.ErrnoException;
  return code ?? below ?? message;
}

/** Chunks of a body; ends with `Unreachable` where nothing arrives for `stallMs`, and with the signal's reason. */
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
    throw error instanceof Unreachable ? error : new Unreachable(toWords(error));
  } finally {
    clearTimeout(timer);
  }
}

/** Writes the body into `partial` as long as it may still be the file. */
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
 * Puts the file at `target`, or leaves what is there.
 * @throws the error of the file system where it cannot be written, and the signal's reason where it is aborted
 */
export async function fetchFile(
  file: DataFile,
  base: string,
  target: string,
  signal: AbortSignal,
  stallMs: number,
): Promise<Fetched> {
  const url = `${base}${file.name}`;
  // Two runs may share a cache: each has its own partial file.
  const partial = `${target}.${process.pid}.partial`;
  try {
    const { sha256, sizeBytes } = await receive(download(url, signal, stallMs), file, partial);
    if (sha256 !== file.sha256)
      return { status: 'wrong', why: `${url}: ${differs(file, sha256, sizeBytes)}` };
    await rename(partial, target);
    return { status: 'right' };
  } catch (error) {
    if (error instanceof Unreachable) return { status: 'unreachable', why: `${url}: ${error.message}` };
    throw error;
  } finally {
    await rm(partial, { force: true });
  }
}
