/** @file The state of the comparison and its form in the address, which always says all of it. Pure. */

/** Most subjects side by side. */
export const MOST = 6;

/** Letters of the subjects, also the names of their parameters. An address may have more of them, which are left out by name. */
export const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

export interface View {
  /** Ids of the subjects, the reference first. */
  ids: string[];
  /** `fastest`: each with the engine that is fastest in a setting. `same`: only values of the same engine. */
  engines: 'fastest' | 'same';
  /**
   * Settings of the means and the table: `all` = those that all have; `pairs` = those that one has with the reference; null =
   * those that all have, or of pairs where all have none.
   */
  over: Over | null;
}

export type Over = 'all' | 'pairs';

export const EMPTY: View = { ids: [], engines: 'fastest', over: null };

const OVERS: readonly Over[] = ['all', 'pairs'];

/** Ids that are longer name nothing. */
const MAX_ID = 260;

export function parseView(search: string): View {
  const parameters = new URLSearchParams(search);
  const letters = [...new Set(parameters.keys())].filter((name) => /^[a-z]$/.test(name)).toSorted();
  const ids = letters
    .flatMap((letter) => parameters.getAll(letter))
    .map((id) => id.trim().slice(0, MAX_ID))
    .filter((id) => id !== '');
  return {
    ids: [...new Set(ids)],
    engines: parameters.get('engines') === 'same' ? 'same' : 'fastest',
    over: OVERS.find((over) => over === parameters.get('over')) ?? null,
  };
}

/** The query string of a view; the inverse of `parseView`. */
export function formatView({ ids, engines, over }: View): string {
  const parts = [
    ...ids.slice(0, MOST).map((id, index) => `${LETTERS[index]}=${encodeURIComponent(id)}`),
    ...(engines === 'same' ? ['engines=same'] : []),
    ...(over === null ? [] : [`over=${over}`]),
  ];
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

export const withId = (view: View, id: string): View =>
  view.ids.includes(id) || view.ids.length >= MOST ? view : { ...view, ids: [...view.ids, id] };

export const withoutId = (view: View, id: string): View => ({
  ...view,
  ids: view.ids.filter((one) => one !== id),
});

/** Makes one the reference. */
export const withFirst = (view: View, id: string): View => ({
  ...view,
  ids: [id, ...view.ids.filter((one) => one !== id)],
});
