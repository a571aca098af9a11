/** @file Draws the time of a sequence over its length as SVG, with log axes, so that a power law is a straight line. */
import * as Plot from '@observablehq/plot';
import { shortName } from '../../data/derive/device-names.ts';
import { vendorColor } from '../rows/named-row.ts';
import { formatSeconds, lengthsOf, type ScalingPanel } from '../rows/scaling.ts';
import { type Axis, logDomain } from './axis.ts';
import { finish } from './picture.ts';
import { everyNth, haveRoom, ticksOf } from './ticks.ts';

interface Options {
  /** In CSS pixels. Below `NARROW` lines are labeled only with their number. */
  width: number;
  document: Document;
}

const NARROW = 560;
const MARGIN = { top: 34, bottom: 40, left: 58 };
/** Size of the letters of the axes, in pixels. */
const LETTER_PX = 12;
/** Room for the names of lines, also with wide letter spacing, in pixels. */
const NAMES = 222;
/** Minimum distance between the labels of two lines, in pixels. */
const LABEL_GAP = 17;

/** The guides start this factor below the data, so that a line with the same slope does not cover them. */
const GUIDE_DISTANCE = 3;

interface Point {
  line: number;
  x: number;
  y: number;
  color: string;
  kind: string;
}

/** Draws the lines of a panel, numbered in its order. */
export function scalingChart(panel: ScalingPanel, { width, document }: Options): SVGSVGElement {
  const narrow = width < NARROW;
  const height = narrow ? 300 : 400;
  const marginRight = narrow ? 26 : NAMES;
  const points = panel.lines.flatMap((scaling, line) =>
    scaling.points.map(
      ({ sequenceLength, secondsPerSequence }): Point => ({
        line,
        x: sequenceLength,
        y: secondsPerSequence,
        color: `var(--vendor-${vendorColor(scaling.vendor)})`,
        kind: scaling.kind,
      }),
    ),
  );
  const [lowest, highest] = logDomain(points.map(({ y }) => y));
  const domain = [lowest / GUIDE_DISTANCE, highest] as const;
  const plotHeight = height - MARGIN.top - MARGIN.bottom;
  const lengths = lengthsOf(panel.lines);
  const guides = guidesOf(points, domain);
  const ofKind = (software: boolean) => points.filter(({ kind }) => (kind === 'software') === software);

  const chart = Plot.plot({
    document,
    width,
    height,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    marginLeft: MARGIN.left,
    marginRight,
    ariaLabel: describe(panel, lengths),
    x: { type: 'log', domain: [lengths[0]!, lengths.at(-1)!], axis: null },
    y: { type: 'log', domain, axis: null },
    color: { type: 'identity' },
    marks: [
      ...axisMarks(domain, lengths, { width: width - MARGIN.left - marginRight, height: plotHeight }),
      Plot.line(guides, { x: 'x', y: 'y', z: 'name', stroke: 'var(--soft)', strokeDasharray: '2 4' }),
      Plot.line(points, { x: 'x', y: 'y', z: 'line', stroke: 'color', strokeWidth: 2 }),
      Plot.dot(ofKind(false), {
        x: 'x',
        y: 'y',
        r: 4,
        stroke: 'color',
        strokeWidth: 2,
        fill: (point: Point) => (point.kind === 'gpu' ? point.color : 'var(--paper)'),
      }),
      Plot.dot(ofKind(true), { x: 'x', y: 'y', r: 4, symbol: 'times', stroke: 'color', strokeWidth: 2 }),
      Plot.text(labelsOf(panel, domain, plotHeight, narrow), {
        className: 'names',
        y: 'y',
        text: 'text',
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 12,
        fill: 'var(--ink)',
        fontSize: 13,
        lineWidth: 12.5,
        textOverflow: 'ellipsis',
      }),
    ],
  }) as SVGSVGElement;
  return finish(chart);
}

/** The grid, the numbers of both axes and their titles. */
function axisMarks(
  domain: readonly [number, number],
  lengths: readonly number[],
  plot: { width: number; height: number },
) {
  const soft = { fill: 'var(--soft)', fontSize: LETTER_PX, fontVariant: 'tabular-nums' };
  const ticks = ticksOf(
    { scale: 'log', domain, reversed: false },
    { lengthPx: plot.height, text: formatSeconds, letterPx: LETTER_PX, vertical: true },
  );
  return [
    Plot.gridY(ticks, { stroke: 'var(--line)', strokeOpacity: 1 }),
    Plot.text(ticks, {
      y: (tick: number) => tick,
      text: formatSeconds,
      frameAnchor: 'left',
      textAnchor: 'end',
      dx: -8,
      ...soft,
    }),
    Plot.text(labeledLengths(lengths, plot.width), {
      x: (length: number) => length,
      text: lengthWords,
      frameAnchor: 'bottom',
      dy: 16,
      ...soft,
    }),
    Plot.text(['time of one sequence, log scale'], {
      frameAnchor: 'top-left',
      textAnchor: 'start',
      dx: -MARGIN.left,
      dy: -26,
      ...soft,
    }),
    Plot.text(['tokens per sequence, log scale →'], {
      frameAnchor: 'bottom-right',
      textAnchor: 'end',
      dy: 34,
      ...soft,
    }),
  ];
}

const lengthWords = (length: number): string => length.toLocaleString('en-GB');

/** The lengths whose numbers have room beside each other. */
function labeledLengths(lengths: readonly number[], widthPx: number): number[] {
  const axis: Axis = { scale: 'log', domain: [lengths[0]!, lengths.at(-1)!], reversed: false };
  const room = { lengthPx: widthPx, text: lengthWords, letterPx: LETTER_PX };
  return everyNth(lengths, (some) => haveRoom(some, axis, room));
}

/** Dashed lines of slope 1 and 2, starting below the lowest point on the left and ending at the edge of the plot. */
function guidesOf(points: readonly Point[], [, top]: readonly [number, number]) {
  const shortest = Math.min(...points.map(({ x }) => x));
  const longest = Math.max(...points.map(({ x }) => x));
  const from = Math.min(...points.filter(({ x }) => x === shortest).map(({ y }) => y)) / GUIDE_DISTANCE;
  return [
    { name: 'linear', slope: 1 },
    { name: 'quadratic', slope: 2 },
  ].flatMap(({ name, slope }) => {
    const end = Math.min(longest, shortest * (top / from) ** (1 / slope));
    return [
      { name, x: shortest, y: from },
      { name, x: end, y: from * (end / shortest) ** slope },
    ];
  });
}

/** The label of each line at the height of its last point, moved if it would overlap another. */
function labelsOf(
  { lines }: ScalingPanel,
  [low, high]: readonly [number, number],
  heightPx: number,
  narrow: boolean,
) {
  const perPixel = Math.log(high / low) / heightPx;
  const wanted = lines
    .map(({ name, points }, line) => ({
      text: narrow ? `${line + 1}` : `${line + 1} ${shortName(name)}`,
      px: Math.log(points.at(-1)!.secondsPerSequence / low) / perPixel,
    }))
    .toSorted((a, b) => b.px - a.px);
  let ceiling = heightPx;
  return wanted.map(({ text, px }, index) => {
    const below = wanted.length - 1 - index;
    const at = Math.max(Math.min(px, ceiling), below * LABEL_GAP);
    ceiling = at - LABEL_GAP;
    return { text, y: low * Math.exp(at * perPixel) };
  });
}

function describe({ lines }: ScalingPanel, lengths: readonly number[]): string {
  const slopes = lines.map(({ name, slope }) => `${name} ${slope.toFixed(2)}`).join(', ');
  return `Chart of the time of one sequence over its length, ${lengths[0]} to ${lengths.at(-1)} tokens, both on log scales. Slopes: ${slopes}. The tables below have the same values.`;
}
