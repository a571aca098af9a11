/**
 * @file The rows of one workload and mode, prepared for filtering: the values of each facet as small numbers in typed arrays,
 * so that a filter and its counts take less than a millisecond at 10,000 rows. Pure.
 */
import { type Group, groupOf, groupRows, PICKS, type Picked } from '../../rows/group.ts';
import { modelName } from '../../rows/language-model.ts';
import type { ListedRow } from '../../rows/named-row.ts';
import { FACETS, type Facet, facetValue, type Known, type View } from './view.ts';

/** The values of a facet, sorted, and for each row the position of its value. */
interface Coded {
  values: readonly string[];
  positions: ReadonlyMap<string, number>;
  codes: Uint32Array;
}

export interface Scope extends Known {
  /** Fastest first, so that what is selected of them is almost in order. */
  rows: readonly ListedRow[];
  /** Rows of a chip, by its catalogue id. */
  ofHardware: ReadonlyMap<string | null, readonly ListedRow[]>;
  /** The facets in their order. */
  coded: Record<Facet, Coded>;
  /** All groups, whatever is filtered. */
  groups: Record<Picked, readonly Group[]>;
  /** Position of the group of each row; the same for every pick. */
  groupOf: Uint32Array;
  /** Positions of all rows, those of a group one after another. */
  byGroup: Uint32Array;
  /** What a search looks at, in lower case. */
  text: (row: number) => string;
  /** The group or the row with an id. */
  find(id: string, pick: Picked): ListedRow | null;
  /** The group that a row is in. */
  groupWith(row: ListedRow, pick: Picked): Group;
}

function code(rows: readonly ListedRow[], facet: Facet): Coded {
  const own = rows.map((row) => facetValue(row, facet));
  const values = [...new Set(own)].sort();
  const positions = new Map(values.map((value, position) => [value, position]));
  return { values, positions, codes: Uint32Array.from(own, (value) => positions.get(value)!) };
}

const codeAll = (rows: readonly ListedRow[]) =>
  Object.fromEntries(FACETS.map((facet) => [facet, code(rows, facet)])) as Record<Facet, Coded>;

function searchable(entry: ListedRow): string {
  const { name, device, machine, engine, engineName, os, software, vendor, languageModel } = entry;
  const model = languageModel === null ? '' : modelName(languageModel);
  return [name, device.name, device.api, machine.name, engine, engineName, os, software, vendor, model]
    .join(' ')
    .toLowerCase();
}

/** The groups of each pick, made when they are first asked for. */
function lazyGroups(rows: readonly ListedRow[]): Scope['groups'] {
  const made: Partial<Record<Picked, readonly Group[]>> = {};
  const lazy = {} as Scope['groups'];
  for (const pick of PICKS)
    Object.defineProperty(lazy, pick, { get: () => (made[pick] ??= groupRows(rows, pick)) });
  return lazy;
}

const fastestFirst = (a: ListedRow, b: ListedRow): number =>
  a.higherIsBetter ? b.value - a.value : a.value - b.value;

export function createScope(unordered: readonly ListedRow[]): Scope {
  const rows = unordered.toSorted(fastestFirst);
  const coded = codeAll(rows);
  const groups = lazyGroups(rows);
  const positions = new Map(rows.map((row, position) => [row, position]));
  const groupOfRow = new Uint32Array(rows.length);
  groups.median.forEach(({ members }, group) => {
    for (const member of members) groupOfRow[positions.get(member)!] = group;
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const texts: string[] = [];
  const group = (id: string, pick: Picked) => groups[pick].find(({ row }) => row.id === id)?.row ?? null;
  return {
    rows,
    ofHardware: Map.groupBy(rows, ({ hardware }) => hardware),
    coded,
    groups,
    groupOf: groupOfRow,
    byGroup: Uint32Array.from(rows.keys()).sort((a, b) => groupOfRow[a]! - groupOfRow[b]! || a - b),
    text: (row) => (texts[row] ??= searchable(rows[row]!)),
    has: (facet, value) => coded[facet].positions.has(value),
    isRow: (id) => byId.has(id) || group(id, 'median') !== null,
    find: (id, pick) => byId.get(id) ?? group(id, pick),
    groupWith: (row, pick) => groups[pick][groupOfRow[positions.get(row)!]!]!,
  };
}

/** For each facet, which of its values are selected; null if all are. */
function allowedBy({ coded }: Scope, { facets }: View): (Uint8Array | null)[] {
  return FACETS.map((facet) => {
    if (facets[facet].length === 0) return null;
    const { values, positions } = coded[facet];
    const allowed = new Uint8Array(values.length);
    for (const value of facets[facet]) {
      const position = positions.get(value);
      if (position !== undefined) allowed[position] = 1;
    }
    return allowed;
  });
}

function searcher({ text }: Scope, { search }: View): ((row: number) => boolean) | null {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? null : (row) => words.every((word) => text(row).includes(word));
}

/** How many of the filters of a row it does not pass, and the last of them. */
const NONE = -1;

/** Calls `visit`, group by group, for each row that passes all filters (`NONE`), or all but one facet (its position). */
function visitRows(scope: Scope, view: View, visit: (row: number, failed: number) => void): void {
  const allowed = allowedBy(scope, view);
  const codes = FACETS.map((facet) => scope.coded[facet].codes);
  const found = searcher(scope, view);
  for (const row of scope.byGroup) {
    const failed = failedFacet(row, allowed, codes);
    if (failed !== null && (found === null || found(row))) visit(row, failed);
  }
}

/** The only facet whose filter a row does not pass, `NONE`, or null if there are several. */
function failedFacet(
  row: number,
  allowed: readonly (Uint8Array | null)[],
  codes: readonly Uint32Array[],
): number | null {
  let failed = NONE;
  for (let facet = 0; facet < allowed.length; facet += 1) {
    const own = allowed[facet];
    if (!own || own[codes[facet]![row]!] === 1) continue;
    if (failed !== NONE) return null;
    failed = facet;
  }
  return failed;
}

/** The groups that match every filter; one of which only some machines match stands for these alone, without a place. */
export function selectGroups(scope: Scope, view: View): Group[] {
  const all = scope.groups[view.pick];
  const matching = new Uint32Array(all.length);
  const rows: number[] = [];
  visitRows(scope, view, (row, failed) => {
    if (failed !== NONE) return;
    matching[scope.groupOf[row]!]! += 1;
    rows.push(row);
  });
  const partial = new Map<number, ListedRow[]>();
  for (const row of rows) {
    const group = scope.groupOf[row]!;
    if (matching[group] === all[group]!.members.length) continue;
    const some = partial.get(group) ?? [];
    some.push(scope.rows[row]!);
    partial.set(group, some);
  }
  const selected: Group[] = [];
  all.forEach((group, position) => {
    if (matching[position] === 0) return;
    const some = partial.get(position);
    selected.push(some === undefined ? group : withoutPlace(groupOf(some, view.pick)));
  });
  return selected;
}

const PARTLY = 'Only some of the machines are shown, so there is no place among all.';

const withoutPlace = ({ row, members }: Group): Group => ({
  row: { ...row, rank: null, rankBand: null, rankReason: row.rankReason ?? PARTLY },
  members,
});

/** For each value of a facet, how many groups it would show beside the other filters. */
export function facetOptions(scope: Scope, view: View, facet: Facet): { value: string; rows: number }[] {
  const { values, codes } = scope.coded[facet];
  const counts = new Uint32Array(values.length);
  const position = FACETS.indexOf(facet);
  // A group counts once for each value; two of its machines may have the same one.
  const lastGroup = new Int32Array(values.length).fill(-1);
  visitRows(scope, view, (row, failed) => {
    if (failed !== NONE && failed !== position) return;
    const [value, group] = [codes[row]!, scope.groupOf[row]!];
    if (lastGroup[value] === group) return;
    lastGroup[value] = group;
    counts[value]! += 1;
  });
  return values.map((value, index) => ({ value, rows: counts[index]! }));
}
