/** @file Loads the native results and the list of chips once a result is shown. */
import { useEffect, useState } from 'react';
import { loadCatalogue } from '../find/load.ts';
import { link } from '../rows/links.ts';
import { NATIVE_PATH, type Native, type NativeFile } from './axis/native.ts';

/** Address of the list of chips. */
export const CHIPS_PATH = '/find.json';

async function loadNative(signal: AbortSignal): Promise<Native> {
  const [response, { chips }] = await Promise.all([
    fetch(link(NATIVE_PATH), { signal }),
    loadCatalogue(link(CHIPS_PATH)),
  ]);
  if (!response.ok) throw new Error(`${NATIVE_PATH}: ${response.status}`);
  return { ...((await response.json()) as NativeFile), chips };
}

/** The native results; null while they are loaded, or `failed`. */
export function useNative(): Native | null | 'failed' {
  const [native, setNative] = useState<Native | null | 'failed'>(null);
  useEffect(() => {
    const leaving = new AbortController();
    loadNative(leaving.signal).then(setNative, () => leaving.signal.aborted || setNative('failed'));
    return () => leaving.abort();
  }, []);
  return native;
}
