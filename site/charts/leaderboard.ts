/** @file Draws one panel of the leaderboard as SVG: a dot with its interval per row on a log axis, labels and numbers in columns. */
import * as Plot from '@observablehq/plot';
import { shortName } from '../../data/derive/device-names.ts';
import type { Compared, Panel } from '../rows/compare.ts';
import { formatNumber, formatRatio, formatValue } from '../rows/format.ts';
import { engineDetail, vendorColor } from '../rows/named-row.ts';
import { axisTicks, logDomain } from './axis.ts';
import type { Column } from './layout.ts';
import { finish } from './picture.ts';
import { type ChartSize, settingsText, sizeOf } from './size.ts';

export interface ChartOptions {
  /** In CSS pixels. Below `NARROW` the label is above its line. */
  width: number;
  /** Name of the row that is 1.0x. */
  reference: string;
  /** Creates the elements: jsdom's document at build time, the page's own in the browser. */
  document: Document;
}

interface Mark {
  id: string;
  name: string;
  detail: string;
  settings: string;
  ratioText: string;
  valueText: string;
  x: number;
  low: number | null;
  high: number | null;
  color: string;
  hollow: boolean;
  software: boolean;
}

/** What all parts of a chart share. */
interface Frame extends ChartSize {
  panel: Panel;
  reference: string;
  marks: Mark[];
  /** Whether the axis shows ratios to the reference row; otherwise it shows the values themselves. */
  byRatio: boolean;
  /** Unit of the values. */
  unit: string;
  /** Whether smaller values are better and the axis is reversed. */
  slowerRight: boolean;
  domain: readonly [number, number];
}

function frameOf(panel: Panel, width: number, reference: string): Frame {
  const size = sizeOf(panel, width);
  const byRatio = panel.rows.every(({ ratio }) => ratio !== null);
  const marks = size.drawn.map((row) => toMark(row, panel, byRatio));
  return {
    ...size,
    panel,
    reference,
    marks,
    byRatio,
    unit: panel.rows[0]?.entry.unit ?? '',
    slowerRight: !byRatio && panel.rows[0]?.entry.higherIsBetter === false,
    domain: logDomain([
      ...(byRatio ? [1] : []),
      ...marks.flatMap(({ x, low, high }) => [x, low ?? x, high ?? x]),
    ]),
  };
}

/** Draws a panel with its rows from top to bottom in the panel's order. */
export function leaderboardChart(panel: Panel, { width, reference, document }: ChartOptions): SVGSVGElement {
  const frame = frameOf(panel, width, reference);
  const { layout, marks, bottom, height, domain, slowerRight } = frame;
  const chart = Plot.plot({
    document,
    width,
    height,
    marginTop: layout.top,
    marginBottom: bottom,
    marginLeft: layout.left,
    marginRight: layout.right,
    ariaLabel: describe(frame),
    x: { type: 'log', domain, reverse: slowerRight, axis: null },
    y: { type: 'point', domain: marks.map(({ id }) => id), padding: 0.5, axis: null },
    color: { type: 'identity' },
    marks: [
      ...axisMarks(frame, width - layout.left - layout.right),
      ...valueMarks(frame),
      ...columns(frame),
      ...omittedRows(frame),
    ],
  }) as SVGSVGElement;
  return finish(chart);
}

/** The grid with its numbers, the title of the axis and the line of 1.0x. */
function axisMarks({ layout, narrow, byRatio, unit, reference, domain }: Frame, plotWidth: number) {
  const ticks = axisTicks(domain, plotWidth);
  const title = byRatio
    ? `times as fast as ${shortName(reference)}, log scale →`
    : `${unit}, log scale, faster →`;
  return [
    Plot.gridX(ticks, { stroke: 'var(--line)', strokeOpacity: 1 }),
    Plot.text(ticks, {
      x: (tick: number) => tick,
      text: (tick: number) => `${formatNumber(tick)}${byRatio ? 'x' : ''}`,
      fill: 'var(--soft)',
      fontSize: 12,
      fontVariant: 'tabular-nums',
      frameAnchor: 'top',
      dy: layout.axisDy,
    }),
    Plot.text([title], {
      fill: 'var(--soft)',
      fontSize: 12,
      frameAnchor: 'top-left',
      textAnchor: 'start',
      dx: narrow ? -16 : -8,
      dy: layout.axisDy - 18,
    }),
    ...(byRatio && domain[0] < 1 && domain[1] > 1 ? [Plot.ruleX([1], { stroke: 'var(--soft)' })] : []),
  ];
}

/** A line to each value, its interval and a dot; a cross for a software GPU. */
function valueMarks({ layout, marks, byRatio, slowerRight, domain }: Frame) {
  const slowest = slowerRight ? domain[1] : domain[0];
  const dy = layout.markDy;
  const dot = { y: 'id', x: 'x', r: 5.5, stroke: 'color', strokeWidth: 2, dy } as const;
  return [
    Plot.ruleY(marks, {
      y: 'id',
      x1: byRatio ? 1 : slowest,
      x2: 'x',
      stroke: 'color',
      strokeOpacity: 0.4,
      strokeWidth: 2,
      insetLeft: 0,
      dy,
    }),
    Plot.ruleY(
      marks.filter(({ low }) => low !== null),
      { y: 'id', x1: 'low', x2: 'high', stroke: 'color', strokeWidth: 4, strokeLinecap: 'round', dy },
    ),
    Plot.dot(
      marks.filter(({ software }) => !software),
      { ...dot, fill: (mark: Mark) => (mark.hollow ? 'var(--paper)' : mark.color) },
    ),
    Plot.dot(
      marks.filter(({ software }) => software),
      { ...dot, symbol: 'times' },
    ),
  ];
}

/** The texts beside the plot: names, details, settings, ratios and values. */
function columns({ layout, narrow, marks }: Frame) {
  const text = (column: Column, value: (mark: Mark) => string, className = '') =>
    Plot.text(marks, {
      className,
      y: 'id',
      text: value,
      fill: column.soft ? 'var(--soft)' : 'var(--ink)',
      fontSize: column.size,
      fontWeight: column.strong ? 600 : 400,
      fontVariant: 'tabular-nums',
      stroke: 'var(--paper)',
      strokeWidth: 5,
      frameAnchor: column.anchor === 'start' ? 'left' : 'right',
      textAnchor: column.anchor,
      dx: column.dx,
      dy: column.dy,
      ...(column.characters === null
        ? {}
        : { lineWidth: column.characters, textOverflow: 'ellipsis' as const }),
    });
  return [
    text(layout.name, ({ name }) => name, 'names'),
    text(layout.detail, ({ detail, settings }) => (narrow && settings ? `${detail} · ${settings}` : detail)),
    ...(narrow ? [] : [text(layout.settings, ({ settings }) => settings)]),
    text(layout.ratio, ({ ratioText }) => ratioText, 'ratios'),
    text(layout.value, ({ valueText }) => valueText),
  ];
}

function omittedRows({ layout, rest }: Frame) {
  if (rest === 0) return [];
  return [
    Plot.text([`and ${rest} more rows in the table below`], {
      fill: 'var(--soft)',
      fontSize: 13,
      frameAnchor: 'bottom-left',
      textAnchor: 'start',
      dx: layout.name.dx,
      dy: 22,
    }),
  ];
}

function toMark(row: Compared, panel: Panel, byRatio: boolean): Mark {
  const { entry, ratio, interval } = row;
  const spread = byRatio ? interval : entry.ci;
  const ratioText = ratio === null ? '' : formatRatio(ratio);
  const valueText = `${formatValue(entry)}${entry.provenance === 'published' ? ' †' : ''}`;
  return {
    id: entry.id,
    name: shortName(entry.name),
    detail: engineDetail(entry),
    settings: settingsText(row, panel),
    ratioText,
    valueText,
    x: byRatio ? (ratio ?? 1) : entry.value,
    low: spread?.low ?? null,
    high: spread?.high ?? null,
    color: `var(--vendor-${vendorColor(entry.vendor)})`,
    hollow: entry.kind !== 'gpu',
    software: entry.kind === 'software',
  };
}

function describe({ panel: { rows, title }, marks, reference, byRatio, unit }: Frame): string {
  const first = rows[0];
  const [count, table] =
    marks.length < rows.length
      ? [`the first ${marks.length} of ${rows.length}`, 'all rows']
      : [rows.length, 'the same rows'];
  const scale = byRatio ? `ratios to ${reference}` : `values in ${unit}`;
  const fastest = first ? ` First row: ${first.entry.name}, ${formatValue(first.entry)}.` : '';
  return `Chart of ${count} rows (${title}): ${scale} on a log scale.${fastest} The table below has ${table}.`;
}
