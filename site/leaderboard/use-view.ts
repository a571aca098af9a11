/** @file The view as React state in the address. Every change is a history entry, so the back button undoes it. */
import { useCallback, useEffect, useState } from 'react';
import { readMine } from '../rows/mine.ts';
import { afterFrame } from '../ui/after-frame.ts';
import { DEFAULT_VIEW, formatView, type Known, parseView, type View } from './view/view.ts';

/** `push` adds a history entry, `replace` changes the current one (for typing). */
export type Change = (view: View, how?: 'push' | 'replace') => void;

/** A view, and the query that asked for it, which may ask for more than there is. */
interface Asked {
  view: View;
  query: string;
}

const DEFAULT: Asked = { view: DEFAULT_VIEW, query: '' };

/**
 * The address is written once the changed view is drawn.
 * @param known What the address may speak of; null where there is none, as at build time: then the view is the default.
 * @param path Path of the leaderboard, without a query. A changed view has it as its address, so that the address says all.
 */
export function useView(known: Known | null, path: string): Asked & { change: Change } {
  const [asked, setAsked] = useState(() => (known === null ? DEFAULT : readAsked(known)));
  useEffect(() => {
    if (known === null) return;
    const read = () => setAsked(readAsked(known));
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, [known]);
  const change = useCallback<Change>(
    (next, how = 'push') => {
      const query = formatView(next);
      afterFrame(() => {
        const address = query === '' && location.search === '' ? location.pathname : path + query;
        if (how === 'push') history.pushState(null, '', address);
        else history.replaceState(null, '', address);
      });
      setAsked({ view: next, query });
    },
    [path],
  );
  return { ...asked, change };
}

const readAsked = (known: Known): Asked => ({
  view: parseView(location.search, known, readMine(location.search)),
  query: location.search,
});
