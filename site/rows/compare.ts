/** @file Groups comparable rows into panels, with each row's ratio to the 1.0x row, and sorts them. */

import type { Metric } from '../../data/contract/words.ts';
import { BEST_BATCH, variantOf } from '../../data/derive/comparison-key.ts';
import { compareText } from '../../data/derive/rows/compare-text.ts';
import { timesFaster } from '../../data/derive/stats.ts';
import { SWEEP_TOKENS } from '../../runner/workloads/workload.ts';
import { formatSizes, originWords, sharedOrigin } from './format.ts';
import { modelSettings } from './language-model.ts';
import type { ListedRow } from './named-row.ts';

/** A row with its ratio to the row that is 1.0x. */
export interface Compared<Row extends ListedRow = ListedRow> {
  entry: Row;
  /** How many times faster than the 1.0x row; null if the two cannot be compared. */
  ratio: number | null;
  /** Interval of the ratio, from the row's own spread and that of the i7-8700; null if `ratio` is null or there is a single value. */
  interval: { low: number; high: number } | null;
  /** Why `ratio` is null; null if it is not. */
  reason: string | null;
}

/**
 * Rows with the same comparison key, which may be ranked against each other. The last panel of a metric collects the rows
 * whose key no other row shares.
 */
export interface Panel<Row extends ListedRow = ListedRow> {
  key: string;
  /** What all rows of the panel share, for example "naive · float32 · batch 128 · published"; for inference, the metric comes first. */
  title: string;
  /** The same as a list of settings. */
  shared: string[];
  /** A caveat about the ratios; null if there is none. */
  note: string | null;
  /** False if the rows must not be ranked against each other. */
  ranked: boolean;
  rows: Compared<Row>[];
}

export const SORTS = ['speed', 'name', 'engine', 'runs', 'date'] as const;
export interface Sort {
  by: (typeof SORTS)[number];
  descending: boolean;
}
/** Descending by speed means fastest first. */
export const DEFAULT_SORT: Sort = { by: 'speed', descending: true };

/** Metrics in the order of their panels; an object, so that the compiler finds a missing one. */
const METRICS = Object.keys({
  secondsPerEpoch: 0,
  tflops: 0,
  gigabytesPerSecond: 0,
  latencyMs: 0,
  samplesPerSecond: 0,
  peakSamplesPerSecond: 0,
  secondsToTarget: 0,
  tokensPerSecond: 0,
} satisfies Record<Metric, 0>) as Metric[];

/**
 * Compares rows of one workload and mode with the row `reference`, or with the i7-8700 (each row's own speedup) if it is
 * null, and groups them by metric. Panels of a metric are ordered by more ratios, more rows, shorter sequences, then the
 * fastest row; rows within a panel by `sort`. Length sweeps come last. `baselines` are the i7-8700's rows, which show
 * whether its settings differ from those of a panel.
 */
export function toPanels<Row extends ListedRow>(
  entries: readonly Row[],
  reference: ListedRow | null,
  baselines: readonly ListedRow[] = [],
  sort: Sort = DEFAULT_SORT,
): Panel<Row>[] {
  const byMetric = Map.groupBy(entries, ({ metric }) => metric);
  const panels = METRICS.flatMap((metric) => panelsOfMetric(byMetric.get(metric) ?? []));
  const sweeps = new Set(panels.filter(isSweep));
  return [...panels.filter((panel) => !sweeps.has(panel)), ...sweeps];

  function panelsOfMetric(rows: readonly Row[]): Panel<Row>[] {
    const groups = [...Map.groupBy(rows, ({ comparisonKey }) => comparisonKey)];
    const single = groups.filter(([, group]) => group.length === 1);
    const gathered = groups.length > 2 && single.length > 1 ? single : [];
    const panels = groups
      .filter((group) => !gathered.includes(group))
      .map(([key, group]) => toPanel(key, group, null))
      .map((panel) => ({ panel, ratios: ratios(panel), fastest: fastest(panel) }))
      .toSorted(
        (a, b) =>
          b.ratios - a.ratios ||
          b.panel.rows.length - a.panel.rows.length ||
          tokens(a.panel) - tokens(b.panel) ||
          order(b.fastest, a.fastest, 'speed') ||
          compareText(a.panel.key, b.panel.key),
      )
      .map(({ panel }) => panel);
    const rest = gathered.flatMap(([, group]) => group);
    if (rest.length === 0) return panels;
    const key = `one-row-each-${rest[0]!.metric}`;
    return [...panels, toPanel(key, rest, 'Each row has different settings: these are not ranked.')];
  }

  function toPanel(key: string, group: readonly Row[], stop: string | null): Panel<Row> {
    const rows = group
      .toSorted((a, b) => (sort.descending ? -1 : 1) * order(a, b, sort.by) || compareText(a.id, b.id))
      .map((entry) => compare(entry, reference));
    const one = alike(rows.filter(({ ratio }) => ratio !== null))
      .map((entry) => ({ entry, one: reference ?? behind(entry, baselines) }))
      .find(({ entry, one }) => one !== null && !sameKey(entry, one))?.one;
    const shared = sharedSettings(group);
    const notes = [
      ...(stop === null ? [] : [stop]),
      ...(one ? [`The 1.0x row has other settings: ${settings(one).join(' · ')}.`] : []),
    ];
    return {
      key,
      title: [...group.slice(0, 1).flatMap(measures), ...shared].join(' · '),
      shared,
      note: notes.length > 0 ? notes.join(' ') : null,
      ranked: stop === null,
      rows,
    };
  }
}

/** One row of those that have the same row of the i7-8700 behind them. */
const alike = (rows: readonly Compared[]): ListedRow[] => {
  const found: ListedRow[] = [];
  const known = new Map<string, Set<number | null>>();
  for (const { entry } of rows) {
    const values = known.get(entry.comparisonKey) ?? new Set();
    if (values.has(entry.baselineValue)) continue;
    known.set(entry.comparisonKey, values.add(entry.baselineValue));
    found.push(entry);
  }
  return found;
};

/** The row of the i7-8700 that a ratio was computed with; of several, one with the same settings. */
function behind(entry: ListedRow, baselines: readonly ListedRow[]): ListedRow | null {
  const same = baselines.filter((one) => one.metric === entry.metric && one.value === entry.baselineValue);
  return same.find((one) => sameKey(one, entry)) ?? same[0] ?? null;
}

const sameKey = (a: ListedRow, b: ListedRow) => a.comparisonKey === b.comparisonKey;

const fastest = ({ rows }: Panel) =>
  rows.reduce((best, { entry }) => (order(entry, best, 'speed') > 0 ? entry : best), rows[0]!.entry);

const tokens = ({ rows }: Panel) => rows[0]?.entry.sequenceLength ?? 0;

/** Part of a length sweep at a constant number of tokens per batch; the result of a sweep is its scaling. */
export const isSweep = ({ rows }: { rows: readonly Pick<Compared, 'entry'>[] }): boolean =>
  rows.every(
    ({ entry: { mode, metric, batchSize, sequenceLength } }) =>
      (mode === 'op' || metric === 'samplesPerSecond') &&
      (batchSize ?? 0) * (sequenceLength ?? 0) === SWEEP_TOKENS,
  );

const ratios = ({ rows }: Panel) => rows.reduce((sum, { ratio }) => sum + (ratio === null ? 0 : 1), 0);

/** A row with its ratio to the row `reference`, or to the i7-8700 if it is null. */
export function compare<Row extends ListedRow>(entry: Row, reference: ListedRow | null): Compared<Row> {
  if (reference === null) {
    const { speedup, speedupCi, speedupReason } = entry;
    return { entry, ratio: speedup, interval: speedupCi, reason: speedupReason };
  }
  if (!comparable(entry, reference)) {
    return { entry, ratio: null, interval: null, reason: 'Does different work than the 1.0x row.' };
  }
  return {
    entry,
    ratio: timesFaster(entry.higherIsBetter, entry.value, reference.value),
    interval: intervalAgainst(entry, reference.value),
    reason: null,
  };
}

/** Rows with equal keys can be compared, and so can two rows that ingest compares with the same value of the i7-8700. */
function comparable(a: ListedRow, b: ListedRow): boolean {
  if (sameKey(a, b)) return true;
  return a.baselineValue !== null && a.baselineValue === b.baselineValue && a.metric === b.metric;
}

function intervalAgainst(entry: ListedRow, base: number): Compared['interval'] {
  if (entry.ci === null) return null;
  const ends = [
    timesFaster(entry.higherIsBetter, entry.ci.low, base),
    timesFaster(entry.higherIsBetter, entry.ci.high, base),
  ];
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

/** Ascending by speed means slowest first, for every metric. */
function order(a: ListedRow, b: ListedRow, by: Sort['by']): number {
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

/** The metric, if the mode has several. */
export const measures = ({ mode, metricTitle }: ListedRow): string[] =>
  mode === 'infer' ? [metricTitle] : [];

/** Rows never change, and a page asks for their settings again with every filter. */
const known = new WeakMap<ListedRow, string[]>();

/** Rows with the same settings have the same list. */
const lists = new Map<string, string[]>();

/** Everything in a comparison key besides the work, and the provenance of the row. */
export function settings(entry: ListedRow): string[] {
  const kept = known.get(entry);
  if (kept !== undefined) return kept;
  const own = settingsOf(entry);
  const text = own.join('\n');
  const same = lists.get(text) ?? own;
  lists.set(text, same);
  known.set(entry, same);
  return same;
}

function settingsOf(entry: ListedRow): string[] {
  const sizes = formatSizes(entry);
  const variant = variantOf(entry.comparisonKey);
  // The format of the weights says more than "quantized".
  const dtype = entry.dtype === 'quantized' ? [] : [entry.dtype];
  const origin = originWords[entry.provenance];
  const own = [...modelSettings(entry), entry.recipe, ...dtype, ...sizes, ...variant, origin];
  // The best batch is a result, not a setting, so its number is left out.
  return entry.metric === 'peakSamplesPerSecond' ? own.filter((part) => part !== BEST_BATCH) : own;
}

/** Settings that all rows share, and the origin that their heading names. */
export function sharedSettings(entries: readonly ListedRow[]): string[] {
  // Most rows of a panel have the same list.
  const [first = [], ...others] = new Set(entries.map(settings));
  const shared = first.filter((setting) => others.every((own) => own.includes(setting)));
  const origin = sharedOrigin(entries);
  return origin === null ? shared : [...new Set([...shared, originWords[origin]])];
}

/** Settings of a row that its panel does not share. */
export function ownSettings(entry: ListedRow, { shared }: Pick<Panel, 'shared'>): string[] {
  return settings(entry).filter((setting) => !shared.includes(setting));
}
