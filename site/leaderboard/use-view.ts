/** @file The view as React state that lives in the URL: every change is an entry of the history, and back goes back. */
import { useCallback, useEffect, useState } from 'react';
import type { Entry } from '../rows/entry.ts';
import { defaultView, formatView, parseView, type View } from './view.ts';

/** Typing replaces the current entry of the history; choosing adds one. */
export type Change = (view: View, how?: 'push' | 'replace') => void;

export function useView(entries: readonly Entry[]): [View, Change] {
  const [view, setView] = useState(() => defaultView(entries));
  useEffect(() => {
    const read = () => setView(parseView(location.search, entries));
    if (location.search !== '') read();
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, [entries]);
  const change = useCallback<Change>(
    (next, how = 'push') => {
      const address = location.pathname + formatView(next, entries);
      if (how === 'push') history.pushState(null, '', address);
      else history.replaceState(null, '', address);
      setView(next);
    },
    [entries],
  );
  return [view, change];
}
