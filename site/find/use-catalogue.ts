/** @file The list of chips as state: fetched when it is first asked for. */
import { useCallback, useState } from 'react';
import { type Catalogue, loadCatalogue } from './load.ts';

export type Loading = 'not yet' | 'loading' | 'failed' | Catalogue;

/** The list and the function that asks for it. */
export function useCatalogue(url: string): [Loading, () => void] {
  const [state, setState] = useState<Loading>('not yet');
  const load = useCallback(() => {
    setState((before) => (typeof before === 'object' ? before : 'loading'));
    loadCatalogue(url).then(setState, () => setState('failed'));
  }, [url]);
  return [state, load];
}
