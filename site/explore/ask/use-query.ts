/** @file The question in the address, and its answer. */
import { useEffect, useReducer, useState } from 'react';
import { FetchError } from '../../ui/fetch.ts';
import type { Answer } from '../query/answer.ts';
import { EMPTY, formatQuery, parseQuery, type Query, type Tables } from '../query/query.ts';
import { ask } from './ask.ts';

export type State =
  /** Nothing is asked; no data are loaded. */
  | { step: 'nothing' }
  | { step: 'loading'; what: string }
  | { step: 'answered'; answer: Answer }
  /** `again`: trying again may help. */
  | { step: 'failed'; reason: string; again: boolean };

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The question of the address and why it cannot be read; null if it can. */
function fromAddress(): { query: Query; fault: string | null } {
  try {
    return { query: parseQuery(location.search), fault: null };
  } catch (error) {
    return { query: EMPTY, fault: words(error) };
  }
}

export function useQuery(tables: Tables) {
  const [{ query, fault }, set] = useState(fromAddress);
  const [state, setState] = useState<State>({ step: 'nothing' });
  const [attempt, again] = useReducer((attempts: number) => attempts + 1, 0);
  useEffect(() => {
    const back = () => set(fromAddress());
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is a reason to load
  useEffect(() => {
    if (fault !== null) return setState({ step: 'failed', reason: fault, again: false });
    if (query.table === null) return setState({ step: 'nothing' });
    let stale = false;
    const tell = (next: State) => {
      if (!stale) setState(next);
    };
    tell({ step: 'loading', what: query.table });
    ask(query, tables).then(
      (answer) => tell({ step: 'answered', answer }),
      (error: unknown) => tell({ step: 'failed', reason: words(error), again: error instanceof FetchError }),
    );
    return () => {
      stale = true;
    };
  }, [query, fault, tables, attempt]);
  const change = (next: Query) => {
    history.pushState(null, '', `${location.pathname}${formatQuery(next)}`);
    set({ query: next, fault: null });
  };
  return { query, state, change, again };
}
