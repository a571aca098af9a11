/** @file The view: what a visitor chose on a leaderboard, and its form in the address. */
import { DEFAULT_SORT, SORTS, type Sort } from '../../rows/compare.ts';
import { PICKS, type Picked } from '../../rows/group.ts';
import type { ListedRow } from '../../rows/named-row.ts';
import {
  DEFAULT_QUANTITY,
  DEFAULT_SCALE,
  formatQuantity,
  formatScale,
  parseQuantity,
  parseScale,
  type Quantity,
  type Scale,
} from '../../rows/quantity.ts';

export const FACETS = ['vendor', 'device', 'machine', 'engine', 'recipe', 'dtype', 'provenance'] as const;
export type Facet = (typeof FACETS)[number];

export interface View {
  /** Selected values of each facet; an empty list selects all rows. */
  facets: Record<Facet, readonly string[]>;
  search: string;
  /** Id of the row that is 1.0x; null for the i7-8700. */
  reference: string | null;
  sort: Sort;
  /** Whose value a row of several machines shows. */
  pick: Picked;
  /** Whether all rows are listed, or the best. */
  all: boolean;
  /** Catalogue ids of the visitor's own hardware. */
  mine: readonly string[];
  /** What the charts show, and on which scale. */
  quantity: Quantity;
  scale: Scale;
}

export function facetValue(entry: ListedRow, facet: Facet): string {
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

export const DEFAULT_VIEW: View = {
  facets: noFacets(),
  search: '',
  reference: null,
  sort: DEFAULT_SORT,
  pick: 'median',
  all: false,
  mine: [],
  quantity: DEFAULT_QUANTITY,
  scale: DEFAULT_SCALE,
};

/** What is known of the rows that an address speaks of. */
export interface Known {
  /** Whether a row has this value. */
  has(facet: Facet, value: string): boolean;
  isRow(id: string): boolean;
}

/** The longest text to search for. */
const MOST_SEARCHED = 100;

/** Parses a query string. Values that no row has, such as typos or removed rows, fall back to the default. */
export function parseView(query: string, known: Known, mine: readonly string[]): View {
  const parameters = new URLSearchParams(query);
  const facets = { ...noFacets() };
  for (const facet of FACETS) {
    const values = parameters.getAll(facet).join(',').split(',');
    facets[facet] = [...new Set(values)].filter((value) => known.has(facet, value));
  }
  const [by, direction] = (parameters.get('sort') ?? '').split('-');
  const sorted = SORTS.find((sort) => sort === by);
  const reference = parameters.get('reference');
  return {
    facets,
    search: (parameters.get('search') ?? '').slice(0, MOST_SEARCHED),
    reference: reference !== null && known.isRow(reference) ? reference : null,
    sort: sorted === undefined ? DEFAULT_SORT : { by: sorted, descending: direction !== 'ascending' },
    pick: PICKS.find((pick) => pick === parameters.get('of')) ?? DEFAULT_VIEW.pick,
    all: parameters.get('rows') === 'all',
    mine,
    quantity: parseQuantity(parameters.get('show')),
    scale: parseScale(parameters.get('scale')),
  };
}

/** Parameters of a view in an address, in their order. */
export const PARAMETERS = [
  ...FACETS,
  ...(['search', 'reference', 'sort', 'of', 'rows', 'show', 'scale', 'mine'] as const),
] as const;

/** The query string of a view, "" for the default view; the inverse of `parseView`. */
export function formatView(view: View): string {
  const { facets, search, reference, sort, pick, all, mine } = view;
  const sorted = sort.by !== DEFAULT_SORT.by || sort.descending !== DEFAULT_SORT.descending;
  const values: Record<(typeof PARAMETERS)[number], string> = {
    ...(Object.fromEntries(FACETS.map((facet) => [facet, facets[facet].join(',')])) as Record<Facet, string>),
    search,
    reference: reference ?? '',
    sort: sorted ? `${sort.by}-${sort.descending ? 'descending' : 'ascending'}` : '',
    of: pick === DEFAULT_VIEW.pick ? '' : pick,
    rows: all ? 'all' : '',
    show: formatQuantity(view.quantity) ?? '',
    scale: formatScale(view.scale) ?? '',
    mine: mine.join(','),
  };
  const parts = PARAMETERS.filter((name) => values[name] !== '').map(
    (name) => `${name}=${encodeURIComponent(values[name]).replaceAll('%2C', ',')}`,
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

const ordered = ({ facets, search, reference, sort }: View) => ({ facets, search, reference, sort });

/** Whether rows are hidden or ordered in another way than by default. */
export const isChanged = (view: View): boolean => formatView({ ...DEFAULT_VIEW, ...ordered(view) }) !== '';
