/** @file Downloads one file from one URL. */
import type { DataFile } from './catalogue.ts';
import { describeMismatch } from './inspect.ts';
import { writeVerified } from './verified-file.ts';

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
  try {
    const other = await writeVerified(download(url, signal, stallMs), file, target);
    if (other === null) return { status: 'verified' };
    return { status: 'wrong', reason: `${url}: ${describeMismatch(file, other)}` };
  } catch (error) {
    if (error instanceof Unreachable) return { status: 'unreachable', reason: `${url}: ${error.message}` };
    throw error;
  }
}
