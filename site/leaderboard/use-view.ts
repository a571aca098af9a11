/** @file The view as React state in the URL. Every change is a history entry, so the back button undoes it. */
import { useCallback, useLayoutEffect, useState } from 'react';
import type { NamedRow } from '../rows/named-row.ts';
import { defaultView, formatView, parseView, type View } from './view.ts';

/** `push` adds a history entry, `replace` changes the current one (for typing). */
export type Change = (view: View, how?: 'push' | 'replace') => void;

export function useView(entries: readonly NamedRow[]): [View, Change] {
  const [view, setView] = useState(() => defaultView(entries));
  // A layout effect: a click on a slow machine would otherwise find the default view, and drop that of the address.
  useLayoutEffect(() => {
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
