/** @file Fetches files of this site, says in words for people why one did not arrive, and keeps what was fetched. */

/** A file did not arrive; trying again may help. The message has no full stop. */
export class FetchError extends Error {
  override name = 'FetchError';
}

/** @throws FetchError if the site does not answer */
export const reach = (address: string): Promise<Response> =>
  fetch(address).catch(() => {
    throw new FetchError('the site does not answer, perhaps because you are offline');
  });

/** @throws FetchError if the site does not answer, or not with the file */
export async function fetchFile(address: string): Promise<Response> {
  const response = await reach(address);
  if (!response.ok) throw new FetchError(`the site answers ${response.status}`);
  return response;
}

/** @throws FetchError as `fetchFile` */
export const fetchJson = async <Value>(address: string): Promise<Value> =>
  (await (await fetchFile(address)).json()) as Value;

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
