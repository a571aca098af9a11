/** @file The question in the address, and its answer. */
import { useCallback, useEffect, useState } from 'react';
import { FetchError } from '../../ui/fetch.ts';
import { type Loaded, useLoaded } from '../../ui/use-loaded.ts';
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
  useEffect(() => {
    const back = () => set(fromAddress());
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  const load = useCallback(() => ask(query, tables), [query, tables]);
  const isAsked = fault === null && query.table !== null;
  const { again, ...loaded } = useLoaded<Answer>(isAsked ? load : null);
  const change = (next: Query) => {
    history.pushState(null, '', `${location.pathname}${formatQuery(next)}`);
    set({ query: next, fault: null });
  };
  return { query, state: stateOf(query, fault, loaded), change, again };
}

function stateOf({ table }: Query, fault: string | null, { value, loading, error }: Loaded<Answer>): State {
  if (fault !== null) return { step: 'failed', reason: fault, again: false };
  if (table === null) return { step: 'nothing' };
  if (error !== null) return { step: 'failed', reason: words(error), again: error instanceof FetchError };
  return loading || value === null ? { step: 'loading', what: table } : { step: 'answered', answer: value };
}
