/** @file The view as React state in the address. Every change is a history entry, so the back button undoes it. */
import { useCallback, useEffect, useState } from 'react';
import { readMine } from '../rows/mine.ts';
import { DEFAULT_VIEW, formatView, type Known, parseView, type View } from './view/view.ts';

/** `push` adds a history entry, `replace` changes the current one (for typing). */
export type Change = (view: View, how?: 'push' | 'replace') => void;

/**
 * @param known What the address may speak of; null where there is none, as at build time: then the view is the default.
 * @param path Path of the leaderboard, without a query. A changed view has it as its address, so that the address says all.
 */
export function useView(known: Known | null, path: string): [View, Change] {
  const [view, setView] = useState(() => (known === null ? DEFAULT_VIEW : readView(known)));
  useEffect(() => {
    if (known === null) return;
    const read = () => setView(readView(known));
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, [known]);
  const change = useCallback<Change>(
    (next, how = 'push') => {
      const query = formatView(next);
      const address = query === '' && location.search === '' ? location.pathname : path + query;
      if (how === 'push') history.pushState(null, '', address);
      else history.replaceState(null, '', address);
      setView(next);
    },
    [path],
  );
  return [view, change];
}

const readView = (known: Known): View => parseView(location.search, known, readMine(location.search));
