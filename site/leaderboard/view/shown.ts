/** @file What a leaderboard shows of a view: its panels, what is pinned in them, and the machines behind each row. Pure. */
import { type Panel, toPanels } from '../../rows/compare.ts';
import type { Group } from '../../rows/group.ts';
import type { ListedRow } from '../../rows/named-row.ts';
import { type Scope, selectGroups } from './scope.ts';
import type { View } from './view.ts';

/** Why a row is shown whatever is filtered. */
export type Pin = 'one' | 'mine';

export interface Shown {
  panels: Panel[];
  /** Rows that match the filters. */
  rows: number;
  /** Rows of the workload and mode. */
  of: number;
  /** The first panel with rows that match, without those that do not: what a sentence about the filters may say. */
  first: Panel | undefined;
  /** By row id. */
  pins: ReadonlyMap<string, Pin>;
  /** The group of a row of the panels. */
  groups: ReadonlyMap<string, Group>;
  /** The row that is 1.0x; null for the i7-8700, whose row may differ from panel to panel. */
  reference: ListedRow | null;
}

/** What was shown of earlier views: a filter is often taken back, and most of all nothing is filtered. */
const known = new WeakMap<Scope, Map<string, Shown>>();

/** Views of which it is kept. */
const MOST_KEPT = 8;

/** @param baseline catalogue id of the i7-8700 */
export function shownOf(scope: Scope, view: View, baseline: string): Shown {
  const { facets, search, reference, sort, pick, mine } = view;
  const key = JSON.stringify([facets, search, reference, sort, pick, mine, baseline]);
  const kept = known.get(scope) ?? new Map<string, Shown>();
  known.set(scope, kept);
  const shown = kept.get(key) ?? findShown(scope, view, baseline);
  // What was asked for last is the last to go.
  kept.delete(key);
  kept.set(key, shown);
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
  return shown;
}

function findShown(scope: Scope, view: View, baseline: string): Shown {
  const reference = view.reference === null ? null : scope.find(view.reference, view.pick);
  const baselines = scope.ofHardware.get(baseline) ?? [];
  const matching = selectGroups(scope, view);
  const groups = new Map(matching.map((group) => [group.row.id, group]));
  const pins = new Map<string, Pin>();
  /** Rows that are shown although they do not match. */
  const added = new Set<string>();
  const pin = (group: Group, why: Pin) => {
    const { id } = group.row;
    pins.set(id, why);
    if (groups.has(id)) return;
    groups.set(id, group);
    added.add(id);
  };
  if (matching.length > 0) {
    for (const group of mineAmong(scope, view, matching)) pin(group, 'mine');
    for (const row of ones(matching, reference, baselines)) pin(withRow(scope, view, row), 'one');
  }
  const entries = [...groups.values()].map(({ row }) => row);
  const panels = toPanels(entries, reference, baselines, view.sort);
  const first = panels.find(({ rows }) => rows.some(({ entry }) => !added.has(entry.id)));
  return {
    panels,
    first: first && matchedOf(first, added),
    rows: matching.length,
    of: scope.groups[view.pick].length,
    pins,
    groups,
    reference,
  };
}

const matchedOf = (panel: Panel, added: ReadonlySet<string>): Panel =>
  added.size === 0 ? panel : { ...panel, rows: panel.rows.filter(({ entry }) => !added.has(entry.id)) };

/** The visitor's own groups in the panels that are shown. */
function mineAmong(scope: Scope, { mine, pick }: View, matching: readonly Group[]): Group[] {
  if (mine.length === 0) return [];
  const keys = new Set(matching.map(({ row }) => row.comparisonKey));
  return scope.groups[pick].filter(
    ({ row: { hardware, comparisonKey } }) =>
      hardware !== null && mine.includes(hardware) && keys.has(comparisonKey),
  );
}

/** The rows that ratios of the shown groups are relative to. */
function ones(
  matching: readonly Group[],
  reference: ListedRow | null,
  baselines: readonly ListedRow[],
): ListedRow[] {
  if (reference !== null) return [reference];
  const used = new Map<number | null, Set<string>>();
  for (const { row } of matching) {
    if (row.speedup === null) continue;
    const metrics = used.get(row.baselineValue);
    if (metrics === undefined) used.set(row.baselineValue, new Set([row.metric]));
    else metrics.add(row.metric);
  }
  const first = (row: ListedRow, index: number) =>
    index === baselines.findIndex(({ metric, value }) => metric === row.metric && value === row.value);
  return baselines.filter(first).filter(({ metric, value }) => used.get(value)?.has(metric));
}

/** The group of a row; a reference may be one already. */
const withRow = (scope: Scope, { pick }: View, row: ListedRow): Group =>
  scope.groups[pick].find((group) => group.row === row) ?? scope.groupWith(row, pick);
