/** @file Fetches JSON of this site, and keeps what was fetched. */

/** @throws Error that says what the server answered, if it is no success */
export async function fetchJson<Value>(address: string): Promise<Value> {
  const response = await fetch(address);
  if (!response.ok)
    throw new Error(`the server answers ${response.status} ${response.statusText} for ${response.url}`);
  return (await response.json()) as Value;
}

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
