/** @file What may stand beside what: panels of comparable rows, each row's ratio to the 1.0x row, and their order. */
import type { Entry } from './entry.ts';
import { formatSizes } from './format.ts';

/** A row with its ratio to the row that is 1.0x. */
export interface Compared {
  entry: Entry;
  /** Times faster than the 1.0x row; null where the two may not be compared. */
  ratio: number | null;
  /** Interval of the ratio from the row's own spread; null as `ratio`, or where there is one value only. */
  interval: { low: number; high: number } | null;
  /** Why `ratio` is null; null where it is not. */
  reason: string | null;
}

/** Rows with one comparison key. Rows of different panels must not be ranked against each other. */
export interface Panel {
  key: string;
  /** The settings that all rows share, for example "naive · float32 · batch 128". */
  title: string;
  rows: Compared[];
}

export const SORTS = ['speed', 'name', 'engine', 'runs', 'date'] as const;
export interface Sort {
  by: (typeof SORTS)[number];
  descending: boolean;
}
/** Speed descending is fastest first. */
export const DEFAULT_SORT: Sort = { by: 'speed', descending: true };

/**
 * Compares rows of one workload and mode with the row `reference`, or with the i7-8700 (each row's own speedup) where
 * it is null, and groups them. Panels with more rows come first; within a panel the sort decides.
 */
export function toPanels(
  entries: readonly Entry[],
  reference: Entry | null,
  sort: Sort = DEFAULT_SORT,
): Panel[] {
  const groups = Map.groupBy(entries, ({ comparisonKey }) => comparisonKey);
  return [...groups]
    .map(([key, group]) => ({
      key,
      title: sharedSettings(group),
      rows: group
        .toSorted((a, b) => (sort.descending ? -1 : 1) * order(a, b, sort.by) || compareText(a.id, b.id))
        .map((entry) => compare(entry, reference)),
    }))
    .toSorted(
      (a, b) =>
        count(b, ({ ratio }) => ratio !== null) - count(a, ({ ratio }) => ratio !== null) ||
        b.rows.length - a.rows.length ||
        compareText(a.key, b.key),
    );
}

function compare(entry: Entry, reference: Entry | null): Compared {
  if (reference === null) {
    const { speedup, baselineValue, speedupReason } = entry;
    if (speedup === null || baselineValue === null) {
      return { entry, ratio: null, interval: null, reason: speedupReason };
    }
    return { entry, ratio: speedup, interval: intervalAgainst(entry, baselineValue), reason: null };
  }
  if (entry.comparisonKey !== reference.comparisonKey) {
    return { entry, ratio: null, interval: null, reason: 'other work or settings than the 1.0x row' };
  }
  return {
    entry,
    ratio: timesFaster(entry, entry.value, reference.value),
    interval: intervalAgainst(entry, reference.value),
    reason: null,
  };
}

function timesFaster({ higherIsBetter }: Entry, value: number, base: number): number {
  return higherIsBetter ? value / base : base / value;
}

function intervalAgainst(entry: Entry, base: number): Compared['interval'] {
  if (entry.ci === null) return null;
  const ends = [timesFaster(entry, entry.ci.low, base), timesFaster(entry, entry.ci.high, base)];
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

/** Speed ascending is slowest first, whichever way the metric counts. */
function order(a: Entry, b: Entry, by: Sort['by']): number {
  switch (by) {
    case 'speed':
      return a.higherIsBetter ? a.value - b.value : b.value - a.value;
    case 'name':
      return compareText(a.name, b.name);
    case 'engine':
      return compareText(a.engineName, b.engineName);
    case 'runs':
      return (a.n ?? 0) - (b.n ?? 0);
    case 'date':
      return compareText(a.date, b.date);
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function count<Item>(panel: { rows: Item[] }, holds: (item: Item) => boolean): number {
  return panel.rows.filter(holds).length;
}

const settings = (entry: Entry) => [entry.recipe, entry.dtype, ...formatSizes(entry)];

/** Settings that every one of the rows has. */
function sharedSettings(entries: readonly Entry[]): string {
  const [first, ...rest] = entries.map(settings);
  return (first ?? []).filter((setting) => rest.every((other) => other.includes(setting))).join(' · ');
}

/** Settings of a row that its panel does not say for all. */
export function ownSettings(entry: Entry, panel: Panel): string[] {
  const shared = panel.title.split(' · ');
  return settings(entry).filter((setting) => !shared.includes(setting));
}
