/** @file The view: the state of the leaderboard, its form in the URL, and the rows that it selects. */
import { DEFAULT_SORT, type Panel, SORTS, type Sort, toPanels } from '../rows/compare.ts';
import type { Entry } from '../rows/entry.ts';
import { modeWords } from '../rows/format.ts';
import { modelName } from '../rows/language-model.ts';

export const FACETS = ['vendor', 'device', 'machine', 'engine', 'recipe', 'dtype', 'provenance'] as const;
export type Facet = (typeof FACETS)[number];

export interface View {
  workload: string;
  mode: string;
  /** Selected values of each facet; an empty list selects all rows. */
  facets: Record<Facet, string[]>;
  search: string;
  /** Id of the row that is 1.0x; null for the i7-8700. */
  reference: string | null;
  sort: Sort;
}

export function facetValue(entry: Entry, facet: Facet): string {
  if (facet === 'machine') return entry.machine.id;
  return facet === 'device' ? entry.kind : entry[facet];
}

const noFacets = (): View['facets'] => ({
  vendor: [],
  device: [],
  machine: [],
  engine: [],
  recipe: [],
  dtype: [],
  provenance: [],
});

/** The default view: the workload on which the rows differ most, because it says the most about the hardware. */
export function defaultView(entries: readonly Entry[], workload = mainWorkload(entries)): View {
  return {
    workload,
    mode: modesOf(entries, workload)[0] ?? 'train',
    facets: noFacets(),
    search: '',
    reference: null,
    sort: DEFAULT_SORT,
  };
}

/** The workload with the largest ratio of fastest to slowest training row; without speedups, the first with rows. */
function mainWorkload(entries: readonly Entry[]): string {
  const spread = (id: string) => {
    const speedups = entries.flatMap(({ workload, mode, speedup }) =>
      workload === id && mode === 'train' && speedup !== null ? [speedup] : [],
    );
    return speedups.length === 0 ? 0 : Math.max(...speedups) / Math.min(...speedups);
  };
  return workloadsOf(entries).toSorted((a, b) => spread(b) - spread(a))[0] ?? '';
}

/** Workloads with rows, in the order of the rows. */
export function workloadsOf(entries: readonly Entry[]): string[] {
  return [...new Set(entries.map(({ workload }) => workload))];
}

/** All modes in display order. */
const MODES = Object.keys(modeWords) as (keyof typeof modeWords)[];

/** Modes in which the workload has rows. */
export function modesOf(entries: readonly Entry[], workload: string): string[] {
  const modes = new Set(entries.filter((entry) => entry.workload === workload).map(({ mode }) => mode));
  return MODES.filter((mode) => modes.has(mode));
}

/** Parses a query string. Values that no row has, such as typos or removed rows, fall back to the default. */
export function parseView(query: string, entries: readonly Entry[]): View {
  const parameters = new URLSearchParams(query);
  const known = (value: string | null, values: readonly string[]) =>
    value !== null && values.includes(value) ? value : undefined;
  const view = defaultView(entries, known(parameters.get('workload'), workloadsOf(entries)));
  const mode = known(parameters.get('mode'), modesOf(entries, view.workload)) ?? view.mode;
  const facets = noFacets();
  for (const facet of FACETS) {
    const values = new Set(entries.map((entry) => facetValue(entry, facet)));
    facets[facet] = (parameters.get(facet) ?? '').split(',').filter((value) => values.has(value));
  }
  const [by, direction] = (parameters.get('sort') ?? '').split('-');
  const sorted = SORTS.find((sort) => sort === by);
  const reference = parameters.get('reference');
  return {
    workload: view.workload,
    mode,
    facets,
    search: (parameters.get('search') ?? '').slice(0, 100),
    reference: entries.some(
      (entry) => entry.id === reference && entry.workload === view.workload && entry.mode === mode,
    )
      ? reference
      : null,
    sort: sorted === undefined ? DEFAULT_SORT : { by: sorted, descending: direction !== 'ascending' },
  };
}

/** The query string of a view, "" for the default view; the inverse of `parseView`. */
export function formatView(view: View, entries: readonly Entry[]): string {
  const standard = defaultView(entries, view.workload);
  const parts: [string, string][] = [];
  if (view.workload !== defaultView(entries).workload) parts.push(['workload', view.workload]);
  if (view.mode !== standard.mode) parts.push(['mode', view.mode]);
  for (const facet of FACETS) {
    if (view.facets[facet].length > 0) parts.push([facet, view.facets[facet].join(',')]);
  }
  if (view.search !== '') parts.push(['search', view.search]);
  if (view.reference !== null) parts.push(['reference', view.reference]);
  if (view.sort.by !== DEFAULT_SORT.by || view.sort.descending !== DEFAULT_SORT.descending) {
    parts.push(['sort', `${view.sort.by}-${view.sort.descending ? 'descending' : 'ascending'}`]);
  }
  if (parts.length === 0) return '';
  return `?${parts.map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll('%2C', ',')}`).join('&')}`;
}

/** Rows of the view's workload and mode, before filtering. */
export function scopeOf(entries: readonly Entry[], { workload, mode }: View): Entry[] {
  return entries.filter((entry) => entry.workload === workload && entry.mode === mode);
}

/** Rows that match every filter; `except` ignores one facet, to count the rows of its options. */
export function filterEntries(entries: readonly Entry[], view: View, except?: Facet): Entry[] {
  const words = view.search.toLowerCase().split(/\s+/).filter(Boolean);
  return scopeOf(entries, view).filter(
    (entry) =>
      FACETS.every(
        (facet) =>
          facet === except ||
          view.facets[facet].length === 0 ||
          view.facets[facet].includes(facetValue(entry, facet)),
      ) && words.every((word) => searchable(entry).includes(word)),
  );
}

function searchable(entry: Entry): string {
  const { name, device, machine, engine, engineName, os, software, vendor, languageModel } = entry;
  const model = languageModel === null ? '' : modelName(languageModel);
  return [name, device.name, device.api, machine.name, engine, engineName, os, software, vendor, model]
    .join(' ')
    .toLowerCase();
}

/** Values of a facet among the view's rows, each with the number of rows that it would show. */
export function facetOptions(
  entries: readonly Entry[],
  view: View,
  facet: Facet,
): { value: string; rows: number }[] {
  const possible = filterEntries(entries, view, facet).map((entry) => facetValue(entry, facet));
  const all = new Set([
    ...scopeOf(entries, view).map((entry) => facetValue(entry, facet)),
    ...view.facets[facet],
  ]);
  return [...all]
    .toSorted()
    .map((value) => ({ value, rows: possible.filter((other) => other === value).length }));
}

/** The panels for both chart and table. `baseline` is the catalogue id of the i7-8700. */
export function panelsOf(entries: readonly Entry[], view: View, baseline: string): Panel[] {
  const reference = entries.find(({ id }) => id === view.reference) ?? null;
  const scope = scopeOf(entries, view);
  const baselines = scope.filter(({ hardware }) => hardware === baseline);
  return toPanels(filterEntries(entries, view), reference, baselines, view.sort);
}
