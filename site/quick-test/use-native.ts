/** @file Loads the native results once a result is shown. */
import { useEffect, useState } from 'react';
import { link } from '../rows/links.ts';
import { NATIVE_PATH, type Native } from './axis/native.ts';

/** The native results; null while they are loaded, or `failed`. */
export function useNative(): Native | null | 'failed' {
  const [native, setNative] = useState<Native | null | 'failed'>(null);
  useEffect(() => {
    const leaving = new AbortController();
    fetch(link(NATIVE_PATH), { signal: leaving.signal })
      .then((response) =>
        response.ok ? (response.json() as Promise<Native>) : Promise.reject(new Error(response.statusText)),
      )
      .then(setNative, () => leaving.signal.aborted || setNative('failed'));
    return () => leaving.abort();
  }, []);
  return native;
}
