/** @file The question in the address, and its answer. */
import { useEffect, useState } from 'react';
import { link } from '../rows/links.ts';
import type { Answer } from './query/answer.ts';
import {
  checkQuery,
  columnsRead,
  EMPTY,
  formatQuery,
  parseQuery,
  type Query,
  type Tables,
} from './query/query.ts';

export type State =
  /** Nothing is asked; no data are loaded. */
  | { step: 'nothing' }
  | { step: 'loading'; what: string }
  | { step: 'answered'; answer: Answer }
  | { step: 'failed'; reason: string };

/** Files that were loaded, by their path. */
const loaded = new Map<string, Promise<ArrayBuffer>>();

async function load(path: string): Promise<ArrayBuffer> {
  const response = await fetch(link(`/data/${path}`)).catch(() => {
    throw new Error(`${path} cannot be loaded: the site does not answer; are you offline?`);
  });
  if (!response.ok) throw new Error(`${path} cannot be loaded: the site answers ${response.status}`);
  return response.arrayBuffer();
}

/** The bytes of a file, which is loaded once; a failure may be tried again. */
function bytesOf(path: string): Promise<ArrayBuffer> {
  const known = loaded.get(path) ?? load(path);
  loaded.set(path, known);
  known.catch(() => loaded.delete(path));
  return known;
}

async function ask(query: Query, { tables, columns }: Tables): Promise<Answer> {
  const table = tables.find(({ name }) => name === query.table);
  if (table === undefined)
    throw new Error(
      `there is no table "${query.table}"; there are ${tables.map(({ name }) => name).join(', ')}`,
    );
  const known = columns[table.columns]!;
  checkQuery(query, known);
  const [file, { readRecords }, { answerOf }] = await Promise.all([
    bytesOf(table.path),
    import('./query/read.ts'),
    import('./query/answer.ts'),
  ]);
  const read = columnsRead(query, known);
  const records = await readRecords(file, read.length > 0 ? read : [known[0]!.name]);
  return answerOf(query, known, records);
}

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
  useEffect(() => {
    const back = () => set(fromAddress());
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  useEffect(() => {
    if (fault !== null) return setState({ step: 'failed', reason: fault });
    if (query.table === null) return setState({ step: 'nothing' });
    let stale = false;
    const tell = (next: State) => {
      if (!stale) setState(next);
    };
    tell({ step: 'loading', what: query.table });
    ask(query, tables).then(
      (answer) => tell({ step: 'answered', answer }),
      (error: unknown) => tell({ step: 'failed', reason: words(error) }),
    );
    return () => {
      stale = true;
    };
  }, [query, fault, tables]);
  const change = (next: Query) => {
    history.pushState(null, '', `${location.pathname}${formatQuery(next)}`);
    set({ query: next, fault: null });
  };
  return { query, state, change };
}
