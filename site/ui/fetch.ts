/** @file Fetches files of this site, says in words for people why one did not arrive, and keeps what was fetched. */

/** A file did not arrive; trying again may help. The message has no full stop. */
export class FetchError extends Error {
  override name = 'FetchError';
}

/** Code of this site did not arrive. The message has no full stop. */
export class CodeError extends Error {
  override name = 'CodeError';
}

/** Milliseconds without a byte after which an answer is given up: a connection that is gone may never say so. */
const SILENCE_MS = 30_000;

/**
 * The answer with all of its body, which so cannot break off later.
 * @throws FetchError if the site does not answer, breaks off or falls silent
 */
export async function reach(address: string): Promise<Response> {
  const silence = new AbortController();
  const listen = () => setTimeout(() => silence.abort(), SILENCE_MS);
  let timer = listen();
  try {
    const response = await fetch(address, { signal: silence.signal });
    const parts: BlobPart[] = [];
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      parts.push(part.value);
      clearTimeout(timer);
      timer = listen();
    }
    return new Response(new Blob(parts), response);
  } catch {
    throw new FetchError(
      silence.signal.aborted
        ? `the site has sent nothing for ${SILENCE_MS / 1000} s`
        : 'the site does not answer, perhaps because you are offline',
    );
  } finally {
    clearTimeout(timer);
  }
}

/** @throws FetchError if the site does not answer, or not with the file */
export async function fetchFile(address: string): Promise<Response> {
  const response = await reach(address);
  if (!response.ok) throw new FetchError(`the site answers ${response.status}`);
  return response;
}

/** Of an answer that is no file of this site, as from a network that first asks for a login. */
export const foreign = (): FetchError => new FetchError('something other than the site has answered');

/** @throws FetchError as `fetchFile`, and if the file is no JSON */
export async function fetchJson<Value>(address: string): Promise<Value> {
  const response = await fetchFile(address);
  try {
    return (await response.json()) as Value;
  } catch {
    throw foreign();
  }
}

/**
 * Code of this site that is loaded when it is needed. One that failed stays so in some browsers (Firefox 140) until the page is
 * loaded anew.
 * @throws CodeError if it does not arrive; browsers then name an address, which helps nobody
 */
export const loadCode = <Code>(loading: Promise<Code>): Promise<Code> =>
  loading.catch(() => {
    throw new CodeError('the code for it could not be loaded; check the connection');
  });

/** Values of a key that are loaded once; one that failed is loaded again by the next call. */
export function once<Key, Value>(load: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const kept = new Map<Key, Promise<Value>>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const loading = load(key);
    kept.set(key, loading);
    loading.catch(() => kept.delete(key));
    return loading;
  };
}
