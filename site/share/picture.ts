/** @file What a picture of a link shows: a title and the rows that say the most about a workload or a device. Pure. */
import { counted } from '../../data/derive/counted.ts';
import { shortName } from '../../data/derive/device-names.ts';
import type { Finding } from '../findings/finding.ts';
import { toPanels } from '../rows/compare.ts';
import { formatRatio, formatValue, modeWords } from '../rows/format.ts';
import { engineDetail, type Kind, type ListedRow, type Vendor } from '../rows/named-row.ts';

/** Rows that fit into a picture and can still be read where it is shown small. */
export const MOST_ROWS = 5;

export interface PictureRow {
  name: string;
  detail: string;
  kind: Kind;
  vendor: Vendor;
  /** "123x"; empty if there is no ratio to the baseline. */
  ratio: string;
  /** "7 s/epoch". */
  value: string;
  /** Where the mark is on the logarithmic axis, further is faster; null without a mark. */
  x: number | null;
  /** The ends of the interval of `x`. */
  interval: { low: number; high: number } | null;
}

export interface Picture {
  title: string;
  /** What all rows share. */
  subtitle: string;
  /** What the axis shows; empty without an axis. */
  axis: string;
  /** Whether the axis starts at 1x, the baseline. */
  ratios: boolean;
  /** Which of how many rows these are, and of which day. */
  foot: string;
  rows: PictureRow[];
}

interface Site {
  baseline: { hardware: string; name: string };
  /** Day of the newest result. */
  date: string;
}

const axisOf = ({ baseline }: Site) => `times as fast as ${shortName(baseline.name)}, log scale`;

/** The devices of the first panel of a workload and mode, fastest first, the baseline last. */
export function workloadPicture(all: readonly ListedRow[], title: string, site: Site): Picture {
  const { hardware } = site.baseline;
  const rows = rankedOf(all);
  const panel = toPanels(
    rows,
    null,
    rows.filter((row) => row.hardware === hardware),
  )[0];
  const devices = firstOfEach(panel?.rows ?? [], ({ entry }) => `${entry.name} ${entry.kind}`);
  const baseline = devices.slice(MOST_ROWS - 1).find(({ entry }) => entry.hardware === hardware);
  const shown = baseline ? [...devices.slice(0, MOST_ROWS - 1), baseline] : devices.slice(0, MOST_ROWS);
  const byRatio = shown.length > 0 && shown.every(({ ratio }) => ratio !== null);
  const byValue = shown.length > 1 && !byRatio;
  const mode = rows[0] === undefined ? '' : modeWords[rows[0].mode];
  return {
    title,
    subtitle: [mode, panel?.title ?? ''].filter(Boolean).join(' · '),
    axis: byRatio ? axisOf(site) : byValue ? `${shown[0]!.entry.unit}, log scale, faster to the right` : '',
    ratios: byRatio,
    foot: footOf(
      shown.map(({ entry }) => entry),
      counted(devices.length, 'device'),
      site,
    ),
    rows: shown.map(({ entry, ratio, interval }) => ({
      ...sharedCells(entry),
      name: shortName(entry.name),
      detail: engineDetail(entry),
      ratio: ratio === null ? '' : formatRatio(ratio),
      ...(byRatio ? { x: ratio, interval } : byValue ? speedOf(entry) : { x: null, interval: null }),
    })),
  };
}

/** The best results of a device, one for each workload and mode, by their ratio to the baseline. */
export function hardwarePicture(
  all: readonly ListedRow[],
  name: string,
  titleOf: (workload: string) => string,
  site: Site,
): Picture {
  const rows = rankedOf(all);
  const sorted = rows.toSorted((a, b) => (b.speedup ?? 0) - (a.speedup ?? 0));
  const best = firstOfEach(sorted, ({ workload, mode, metric }) => `${workload} ${mode} ${metric}`);
  const shown = best.slice(0, MOST_ROWS);
  const byRatio = shown.some(({ speedup }) => speedup !== null);
  return {
    title: shortName(name),
    subtitle: `Trains and runs neural networks: ${resultWords(all)}`,
    axis: byRatio ? axisOf(site) : '',
    ratios: byRatio,
    foot: footOf(shown, counted(best.length, 'best result'), site),
    rows: shown.map((entry) => ({
      ...sharedCells(entry),
      name: titleOf(entry.workload),
      detail: `${modeWords[entry.mode]} · ${engineDetail(entry)}`,
      ratio: entry.speedup === null ? '' : formatRatio(entry.speedup),
      x: entry.speedup,
      interval: entry.speedupCi,
    })),
  };
}

/**
 * The devices that an engine has results on, each with the best of them by its ratio to the baseline; of a single device its
 * best results.
 */
export function enginePicture(
  all: readonly ListedRow[],
  name: string,
  titleOf: (workload: string) => string,
  site: Site,
): Picture {
  const sorted = rankedOf(all).toSorted((a, b) => (b.speedup ?? 0) - (a.speedup ?? 0));
  const devices = firstOfEach(sorted, (row) => `${row.name} ${row.kind}`);
  if (devices.length < 2) {
    const only = devices.map((row) => `on ${shortName(row.name)}`).join('');
    const best = hardwarePicture(all, name, titleOf, site);
    return { ...best, title: name, subtitle: `${resultWords(all)} ${only}` };
  }
  const shown = devices.slice(0, MOST_ROWS);
  const byRatio = shown.some(({ speedup }) => speedup !== null);
  return {
    title: name,
    subtitle: `${resultWords(all)}, the best of each device`,
    axis: byRatio ? axisOf(site) : '',
    ratios: byRatio,
    foot: footOf(shown, counted(devices.length, 'device'), site),
    rows: shown.map((entry) => ({
      ...sharedCells(entry),
      name: shortName(entry.name),
      detail: `${titleOf(entry.workload)} · ${modeWords[entry.mode]}`,
      ratio: entry.speedup === null ? '' : formatRatio(entry.speedup),
      x: entry.speedup,
      interval: entry.speedupCi,
    })),
  };
}

/** A finding with the first lines of its table; null if these have no marks. */
export function findingPicture(
  { title, table }: Pick<Finding, 'title' | 'table'>,
  { date }: Pick<Site, 'date'>,
): Picture | null {
  const drawn = (table?.lines ?? []).filter(({ mark }) => mark !== null);
  if (table === null || drawn.length === 0) return null;
  const shown = drawn.slice(0, MOST_ROWS);
  return {
    title,
    subtitle: table.caption.split(';')[0]!,
    axis: table.one === 1 ? 'times as fast, log scale' : 'log scale',
    ratios: table.one === 1,
    foot: [shown.length < drawn.length ? `${shown.length} of ${drawn.length} lines` : '', date]
      .filter(Boolean)
      .join(' · '),
    rows: shown.map(({ label, detail, cells, mark }) => ({
      name: label,
      detail,
      // Of no maker: a line is about several devices.
      vendor: 'other',
      kind: 'gpu',
      ratio: cells[0] ?? '',
      value: cells[1] ?? '',
      x: mark!.middle,
      interval: mark!.low === mark!.high ? null : { low: mark!.low, high: mark!.high },
    })),
  };
}

/** A device of a comparison with its geometric mean. */
export interface Compared {
  name: string;
  vendor: Vendor;
  kind: Kind;
  /** Geometric mean of its ratios to the first device, with the smallest and the largest of them. */
  ratio: number | null;
  low: number | null;
  high: number | null;
  /** Settings in the mean. */
  settings: number;
}

/** Devices by their mean ratio to the first one. */
export function comparisonPicture(title: string, compared: readonly Compared[], { date }: Site): Picture {
  const [reference, ...others] = compared;
  const shown = [...(reference ? [{ ...reference, ratio: 1, low: null, high: null }] : []), ...others].slice(
    0,
    MOST_ROWS,
  );
  return {
    title,
    subtitle: 'Geometric mean over all common settings, from the smallest to the largest ratio',
    axis: `times as fast as ${shortName(reference?.name ?? '')}, log scale`,
    ratios: true,
    foot: date,
    rows: shown.map(({ name, vendor, kind, ratio, low, high, settings }, index) => ({
      name: shortName(name),
      detail: index === 0 ? 'compared with' : counted(settings, 'common setting'),
      vendor,
      kind,
      ratio: ratio === null ? '' : formatRatio(ratio),
      value: '',
      x: ratio,
      interval: low === null || high === null ? null : { low, high },
    })),
  };
}

/** A picture in words, for those who do not see it. */
export function describePicture({ title, subtitle, axis, rows }: Picture): string {
  const what = axis === '' ? '' : `, ${axis}`;
  const first = rows[0];
  const fastest = first
    ? ` First: ${first.name}, ${[first.ratio, first.value].filter(Boolean).join(', ')}.`
    : '';
  return `${title} (${subtitle}): ${counted(rows.length, 'row')}${what}.${fastest}`;
}

const sharedCells = (entry: ListedRow) => ({
  kind: entry.kind,
  vendor: entry.vendor,
  value: `${formatValue(entry)}${entry.provenance === 'published' ? ' †' : ''}`,
});

/** A picture travels without the notes of a row, so it shows rows without a place only if there are no others. */
function rankedOf(rows: readonly ListedRow[]): readonly ListedRow[] {
  const ranked = rows.filter(({ rank }) => rank !== null);
  return ranked.length > 0 ? ranked : rows;
}

/** How many of all are shown, what the dagger means, and the day of the newest result. */
function footOf(shown: readonly ListedRow[], all: string, { date }: Site): string {
  const part = Number.parseInt(all, 10) === shown.length ? all : `${shown.length} of ${all}`;
  const published = shown.some(({ provenance }) => provenance === 'published')
    ? ['† published by others']
    : [];
  return [part, ...published, date].join(' · ');
}

/** The value as a rate: times are inverted, so that faster is further. */
function speedOf({ value, ci, higherIsBetter }: ListedRow): Pick<PictureRow, 'x' | 'interval'> {
  const speed = (time: number) => (higherIsBetter ? time : 1 / time);
  if (ci === null) return { x: speed(value), interval: null };
  const ends = [speed(ci.low), speed(ci.high)];
  return { x: speed(value), interval: { low: Math.min(...ends), high: Math.max(...ends) } };
}

/** "23 results of 8 workloads". */
const resultWords = (rows: readonly ListedRow[]): string =>
  `${counted(rows.length, 'result')} of ${counted(new Set(rows.map(({ workload }) => workload)).size, 'workload')}`;

/** The first item of each key, in their order. */
function firstOfEach<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const first = new Map<string, Item>();
  for (const item of items) if (!first.has(keyOf(item))) first.set(keyOf(item), item);
  return [...first.values()];
}
