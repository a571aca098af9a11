/** @file The question in the address, and its answer. */
import { useCallback, useEffect, useState } from 'react';
import { CodeError, FetchError } from '../../ui/fetch.ts';
import { type Loaded, useLoaded } from '../../ui/use-loaded.ts';
import type { Answer } from '../query/answer.ts';
import { EMPTY, formatQuery, parseQuery, type Query, type Tables } from '../query/query.ts';
import { ask } from './ask.ts';

export type State =
  /** Nothing is asked; no data are loaded. */
  | { step: 'nothing' }
  /** `before`: the answer to the same question in another order; null if there is none. */
  | { step: 'loading'; what: string; before: Answer | null }
  | { step: 'answered'; answer: Answer }
  /** `remedy`: what may help; null if only another question does. */
  | { step: 'failed'; reason: string; remedy: 'again' | 'reload' | null };

/** An answer with its question. */
interface Answered {
  of: string;
  answer: Answer;
}

/** What is asked, without the order of the records. */
export const questionOf = (query: Query): string => formatQuery({ ...query, sort: null });

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function remedyOf(error: unknown): 'again' | 'reload' | null {
  if (error instanceof CodeError) return 'reload';
  return error instanceof FetchError ? 'again' : null;
}

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
  const load = useCallback(
    async () => ({ of: questionOf(query), answer: await ask(query, tables) }),
    [query, tables],
  );
  const isAsked = fault === null && query.table !== null;
  const { again, ...loaded } = useLoaded<Answered>(isAsked ? load : null);
  const change = (next: Query) => {
    history.pushState(null, '', `${location.pathname}${formatQuery(next)}`);
    set({ query: next, fault: null });
  };
  return { query, state: stateOf(query, fault, loaded), change, again };
}

function stateOf(query: Query, fault: string | null, { value, loading, error }: Loaded<Answered>): State {
  const { table } = query;
  if (fault !== null) return { step: 'failed', reason: fault, remedy: null };
  if (table === null) return { step: 'nothing' };
  if (error !== null) return { step: 'failed', reason: words(error), remedy: remedyOf(error) };
  if (!loading && value !== null) return { step: 'answered', answer: value.answer };
  return { step: 'loading', what: table, before: value?.of === questionOf(query) ? value.answer : null };
}
