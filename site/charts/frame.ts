/**
 * @file What a chart of a panel shows, before it is drawn: places along a shared axis, texts, what is left out. Pure. A page
 * draws it as HTML (ui/PanelCharts.tsx), a picture as SVG (leaderboard/export/svg.ts).
 */
import { shortName } from '../../data/derive/device-names.ts';
import { type Compared, ownSettings, type Panel } from '../rows/compare.ts';
import { formatNumber, formatRatio, formatValue, kindWords } from '../rows/format.ts';
import { engineDetail, type Kind, type Vendor } from '../rows/named-row.ts';
import { DEFAULT_SCALE, type Quantity, type Reading, type Scale } from '../rows/quantity.ts';
import { doubtOf } from '../rows/sound.ts';
import { type Axis, axisOver, placeOn } from './axis.ts';
import { type GridTick, gridTicks } from './grid.ts';
import { type Read, type Readings, readingsOf } from './readings.ts';
import { noteOf, sourcesOf, sourceWords } from './sources.ts';

/** Maximum number of rows in a chart; a longer one would not fit on a screen. */
export const MOST_ROWS = { narrow: 15, wide: 30 } as const;

/** Rows without the quantity that are named. */
const MOST_NAMED = 8;

/** Which of the rows to draw, as indices into them, if there are more than `most`. */
export type Select = (rows: readonly Compared[], most: number) => readonly number[];

export interface FrameOptions {
  /** Name of the row that is 1.0x. */
  reference: string;
  quantity?: Quantity | undefined;
  scale?: Scale | undefined;
  /** Catalogue ids of the visitor's own hardware. */
  mine?: readonly string[] | undefined;
  select?: Select | undefined;
  /** Most rows to draw; `MOST_ROWS` by default. */
  most?: ByWidth | undefined;
}

/** A number for wide and for narrow charts, which draw fewer rows. */
interface ByWidth {
  wide: number;
  narrow: number;
}

export interface FrameRow {
  id: string;
  name: string;
  detail: string;
  /** Settings that differ from those of the panel; an empty string if there are none. */
  settings: string;
  /** The number that the mark shows. */
  figure: string;
  /** The value in its own unit; an empty string if `figure` is all there is to say. */
  value: string;
  /** Places from 0 to 1: of the mark, of the start of its line, and of its interval (null if there is none). */
  at: number;
  from: number;
  interval: readonly [number, number] | null;
  vendor: Vendor;
  kind: Kind;
  mine: boolean;
  one: boolean;
  /** Whether a narrow chart leaves it out. */
  wideOnly: boolean;
  /** Rows left out directly above. */
  skipped: ByWidth;
}

export interface Frame {
  /** What the axis shows, with its scale and direction. */
  title: string;
  ticks: GridTick[];
  /** Place of 1.0x; null if the axis does not show ratios or ends before it. */
  one: number | null;
  rows: FrameRow[];
  /** Rows left out below the last one. */
  rest: ByWidth;
  /** A sentence about the rows that lack the quantity; null if there are none. */
  missing: string | null;
  /** A sentence about the only row that has the quantity, which needs no chart; null if there are more or none. */
  only: string | null;
  /** Where the prices are from; null if the chart shows none. */
  sources: string | null;
  /** The chart in words, for screen readers. */
  description: string;
}

/** The frames of the panels of a page. Those that show the same quantity in the same unit share their axis. */
export const framesOf = (panels: readonly Panel[], options: FrameOptions): Frame[] =>
  lazyFrames(panels, options).map((frame) => frame());

/** The same, each made when it is asked for: what they share is cheap, what each shows is not. */
export function lazyFrames(panels: readonly Panel[], options: FrameOptions): (() => Frame)[] {
  const scale = options.scale ?? DEFAULT_SCALE;
  const readings = panels.map((panel) => readingsOf(panel, options));
  const axes = new Map(
    [...Map.groupBy(readings, axisKey)].map(([key, group]) => [key, sharedAxis(group, scale)] as const),
  );
  return readings.map((one) => () => frameOf(one, axes.get(axisKey(one))!, options));
}

const axisKey = ({ quantity, measure }: Readings) => `${quantity} ${measure.unit}`;

function sharedAxis(readings: readonly Readings[], scale: Scale): Axis {
  const { quantity, measure } = readings[0]!;
  const values = quantity === 'ratio' ? [1] : [];
  for (const { read } of readings)
    for (const { reading } of read)
      values.push(reading.value, reading.low ?? reading.value, reading.high ?? reading.value);
  return axisOver(values, scale, measure.higherIsBetter);
}

function frameOf(readings: Readings, axis: Axis, options: FrameOptions): Frame {
  const { quantity, measure, read } = readings;
  const { wide, narrow } = chosen(read, options);
  const one = quantity === 'ratio' ? placeOn(axis, 1) : null;
  const sources = sourcesOf(quantity, read);
  const from = one ?? 0;
  const rows = wide.map((index) => ({
    ...toRow(read[index]!, readings, axis, from, { mine: options.mine ?? [], sources }),
    wideOnly: !narrow.includes(index),
    skipped: { wide: index - before(wide, index) - 1, narrow: index - before(narrow, index) - 1 },
  }));
  return {
    title: `${measure.title}${axis.scale === 'log' ? ', log scale' : ''}${measure.less === null ? '' : `, ${measure.less}`} →`,
    ticks: gridTicks(axis, (tick) => tickText(tick, quantity)),
    one,
    rows,
    rest: { wide: read.length - 1 - (wide.at(-1) ?? -1), narrow: read.length - 1 - (narrow.at(-1) ?? -1) },
    missing: missingWords(readings),
    only: read.length === 1 ? onlyWords(rows[0]!, read[0]!.reading, readings) : null,
    sources: sourceWords(sources),
    description: describe(readings, rows, axis.scale),
  };
}

const tickText = (tick: number, quantity: Quantity) =>
  `${formatNumber(tick)}${quantity === 'ratio' ? 'x' : ''}`;

/** The last of the indices that is below this one; -1 if there is none. */
const before = (indices: readonly number[], index: number): number =>
  indices.findLast((other) => other < index) ?? -1;

/** Indices of the rows that a wide and a narrow chart draw, in their order. */
function chosen(
  read: readonly Read[],
  { select = firstRows, most: limits = MOST_ROWS }: FrameOptions,
): Record<keyof ByWidth, number[]> {
  const rows = read.map(({ row }) => row);
  const pick = (most: number) =>
    // One or two more rows are drawn, because the note about omitted rows takes as much space.
    rows.length <= most + 2 ? [...rows.keys()] : [...select(rows, most)].toSorted((a, b) => a - b);
  const wide = pick(limits.wide);
  // What a narrow chart draws is among what the wide one draws, so that one list of rows serves both.
  return { wide, narrow: pick(limits.narrow).filter((index) => wide.includes(index)) };
}

const firstRows: Select = (rows, most) => [...rows.keys()].slice(0, most);

/** The first rows and the 1.0x row, for a small chart. */
export const firstAndOne: Select = (rows, most) => {
  const one = rows.findIndex(({ ratio }) => ratio === 1);
  return one < most ? firstRows(rows, most) : [...firstRows(rows, most - 1), one];
};

function toRow(
  { row, reading }: Read,
  { panel, quantity }: Readings,
  axis: Axis,
  from: number,
  { mine, sources }: { mine: readonly string[]; sources: readonly string[] },
): Omit<FrameRow, 'wideOnly' | 'skipped'> {
  const { entry, ratio } = row;
  const { low, high, note } = reading;
  const ends = low === null || high === null ? null : [placeOn(axis, low), placeOn(axis, high)];
  const published = entry.provenance === 'published' ? ' †' : '';
  return {
    id: entry.id,
    name: shortName(entry.name),
    detail: engineDetail(entry),
    settings: [...settingsOf(row, panel), ...noteOf(note, sources)].join(' · '),
    figure: figureOf(reading.value, quantity, ratio),
    value: `${formatValue(entry)}${published}`,
    at: placeOn(axis, reading.value),
    from,
    interval: ends === null ? null : [Math.min(...ends), Math.max(...ends)],
    vendor: entry.vendor,
    kind: entry.kind,
    mine: entry.hardware !== null && mine.includes(entry.hardware),
    one: ratio === 1,
  };
}

/** "One row: RTX 2070, TensorFlow CUDA, 0.12 USD/run, 18 s/epoch †". */
function onlyWords(
  { name, detail, value }: Pick<FrameRow, 'name' | 'detail' | 'value'>,
  reading: Reading,
  { quantity, measure }: Readings,
): string {
  const number =
    quantity === 'ratio' ? formatRatio(reading.value) : `${formatNumber(reading.value)} ${measure.unit}`;
  return `One row: ${[name, detail, ...(quantity === 'value' ? [] : [number]), value].join(', ')}`;
}

/** The strong number of a row: what the mark shows, or beside the value itself the ratio. */
function figureOf(value: number, quantity: Quantity, ratio: number | null): string {
  if (quantity === 'ratio') return formatRatio(value);
  if (quantity === 'value') return ratio === null ? '' : formatRatio(ratio);
  return quantity === 'peak' ? `${formatNumber(value)} %` : formatNumber(value);
}

function settingsOf({ entry }: Compared, panel: Panel): string[] {
  const doubt = doubtOf(entry);
  return [
    ...(doubt === null ? [] : [doubt]),
    ...(entry.kind === 'software' ? [kindWords.software] : []),
    ...ownSettings(entry, panel),
  ];
}

/** What a row lacks without each quantity; a row always has its value. */
const lacking: Record<Quantity, string> = {
  ratio: 'Without a ratio',
  value: '',
  rate: 'Without samples per second',
  watt: 'Power not measured',
  price: 'No price known',
  peak: 'Peak not known',
  'first-step': 'First step not measured',
};

function missingWords({ missing, quantity }: Readings): string | null {
  if (missing.length === 0) return null;
  const names = [...new Set(missing.map(({ entry }) => `${shortName(entry.name)} ${engineDetail(entry)}`))];
  const more = names.length > MOST_NAMED ? ` and ${formatNumber(names.length - MOST_NAMED)} more` : '';
  return `${lacking[quantity]}: ${names.slice(0, MOST_NAMED).join(', ')}${more}.`;
}

/** Rows of a chart that its description lists; the table has those of a longer one. */
const MOST_DESCRIBED = 10;

function describe(
  { panel, read, measure, quantity }: Readings,
  rows: readonly FrameRow[],
  scale: Scale,
): string {
  const count = rows.length < read.length ? `${rows.length} of ${read.length}` : `${read.length}`;
  const what = quantity === 'ratio' ? measure.title : `values in ${measure.unit}`;
  const listed = rows
    .slice(0, MOST_DESCRIBED)
    .map(({ name, detail, figure, value }) =>
      [`${name} ${detail}`, figure, value].filter(Boolean).join(', '),
    );
  const list = rows.length > MOST_DESCRIBED ? `First ${listed[0]}` : listed.join('; ');
  return `Chart of ${count} rows (${panel.title}): ${what} on a ${scale} scale. ${list}.`;
}
