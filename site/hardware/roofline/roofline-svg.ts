/** @file Draws a roofline as the text of an SVG, without a document: there are thousands of machines. Pure. */
import type { Axis } from '../../charts/axis.ts';
import { ticksOf } from '../../charts/ticks.ts';
import { formatNumber } from '../../rows/format.ts';
import { vendorColor } from '../../rows/named-row.ts';
import type { Roofline, RoofPoint } from './roofline.ts';

interface Size {
  width: number;
  height: number;
  /** Height of the letters in the units of the picture. */
  font: number;
}

/** One picture for phones and one for wider screens, each drawn at about its own size so that letters stay readable. */
export const SIZES = {
  narrow: { width: 358, height: 330, font: 12 },
  wide: { width: 760, height: 400, font: 13 },
} as const;

const MARGIN = { top: 36, right: 24, bottom: 44, left: 52 };

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A logarithmic scale from a range of powers of ten to a range of pixels. */
function logScale([low, high]: readonly [number, number], from: number, to: number) {
  const [start, end] = [Math.log10(low), Math.log10(high)];
  return (value: number): number => from + ((Math.log10(value) - start) / (end - start)) * (to - from);
}

/** Powers of ten around values. */
function decades(values: readonly number[]): [number, number] {
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...values)));
  return low === high ? [low, low * 10] : [low, high];
}

const axisOf = (domain: readonly [number, number]): Axis => ({ scale: 'log', domain, reversed: false });

const at = (value: number): string => value.toFixed(1);

export function rooflineSvg(roofline: Roofline, { width, height, font }: Size): string {
  const { roofs, bandwidth, points, name } = roofline;
  const ridges = roofs.map(({ tflops }) => (tflops * 1000) / bandwidth.value);
  const xs = decades([...points.map(({ intensity }) => intensity), ...ridges]);
  const lowest = Math.min(...points.map(({ tflops }) => tflops));
  const ys = decades([lowest, ...roofs.map(({ tflops }) => tflops)]);
  const x = logScale(xs, MARGIN.left, width - MARGIN.right);
  const y = logScale(ys, height - MARGIN.bottom, MARGIN.top);
  const bottom = height - MARGIN.bottom;

  const grid = [
    ...ticksOf(axisOf(xs), {
      lengthPx: width - MARGIN.left - MARGIN.right,
      text: formatNumber,
      letterPx: font,
    }).map(
      (tick) =>
        `<path class="grid" d="M${at(x(tick))} ${MARGIN.top}V${bottom}"/><text x="${at(x(tick))}" y="${bottom + font + 7}" text-anchor="middle">${formatNumber(tick)}</text>`,
    ),
    ...ticksOf(axisOf(ys), {
      lengthPx: bottom - MARGIN.top,
      text: formatNumber,
      letterPx: font,
      vertical: true,
    }).map(
      (tick) =>
        `<path class="grid" d="M${MARGIN.left} ${at(y(tick))}H${width - MARGIN.right}"/><text x="${MARGIN.left - 6}" y="${at(y(tick) + font / 3)}" text-anchor="end">${formatNumber(tick)}</text>`,
    ),
  ];
  const lines = roofs.map(({ tflops, dtypes, from }, i) => {
    const ridge = ridges[i]!;
    // The slope begins where it enters the picture.
    const start = Math.max(xs[0], (ys[0] * 1000) / bandwidth.value);
    const words = `${dtypes.join(', ')} ${formatNumber(tflops)} TFLOP/s${from === 'measured' ? ', measured' : ''}`;
    const slope = `M${at(x(start))} ${at(y((start * bandwidth.value) / 1000))}L${at(x(ridge))} ${at(y(tflops))}`;
    return `<path class="roof" d="${slope}H${width - MARGIN.right}"/><text class="roof-name" x="${width - MARGIN.right - 4}" y="${at(y(tflops) - 5)}" text-anchor="end">${escapeText(words)}</text>`;
  });
  const drawn = points.map(({ row, intensity, tflops }) => {
    const circle = `cx="${at(x(intensity))}" cy="${at(y(tflops))}" r="4.5"`;
    return `<circle class="mark ${vendorColor(row.vendor)} ${row.kind}" ${circle}/>`;
  });
  const taken = [
    ...roofs.map(({ tflops, dtypes }) => {
      const left = width - MARGIN.right - (dtypes.join(', ').length + 24) * font * LETTER;
      return { left, right: width, top: y(tflops) - font - 6, bottom: y(tflops) + 2 };
    }),
    ...slopeBoxes(x(xs[0]), y((xs[0] * bandwidth.value) / 1000), x(Math.max(...ridges)), y(roofs[0]!.tflops)),
  ];
  const labels = labelPoints(points, x, y, { width, font, taken });
  const title = `Roofline of the ${name}: ${points.length} points; the table below has their values`;
  return [
    `<svg class="roofline" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(title)}" font-size="${font}">`,
    ...grid,
    ...lines,
    ...drawn,
    ...labels,
    `<text x="${width - MARGIN.right}" y="${height - 6}" text-anchor="end">operations per byte, log scale →</text>`,
    `<text x="4" y="${font}">↑ TFLOP/s, log scale</text>`,
    '</svg>',
  ].join('');
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Boxes along the slope, so that no label crosses it. */
function slopeBoxes(x1: number, y1: number, x2: number, y2: number): Box[] {
  const count = 40;
  return Array.from({ length: count }, (_, i) => {
    const [px, py] = [x1 + ((x2 - x1) * i) / (count - 1), y1 + ((y2 - y1) * i) / (count - 1)];
    return { left: px - 4, right: px + 4, top: py - 4, bottom: py + 4 };
  });
}

/** Width of a letter as a part of its height, of a common sans-serif font. */
const LETTER = 0.58;

/** The number of each point in the table and, where there is room, its name. */
function labelPoints(
  points: readonly RoofPoint[],
  x: (value: number) => number,
  y: (value: number) => number,
  { width, font, taken }: { width: number; font: number; taken: Box[] },
): string[] {
  const boxes: Box[] = [
    ...taken,
    ...points.map(({ intensity, tflops }) => {
      const [px, py] = [x(intensity), y(tflops)];
      return { left: px - 5, right: px + 5, top: py - 5, bottom: py + 5 };
    }),
  ];
  return points.map(({ intensity, tflops, label }, i) => {
    const [px, py] = [x(intensity), y(tflops)];
    for (const text of [`${i + 1}. ${label}`, `${i + 1}.`]) {
      const length = text.length * font * LETTER;
      for (const [left, top] of [
        [px + 8, py - font * 0.6],
        [px - 8 - length, py - font * 0.6],
        [px - length / 2, py + 7],
        [px - length / 2, py - font - 8],
      ] as const) {
        const box = { left, right: left + length, top, bottom: top + font * 1.15 };
        if (box.left < MARGIN.left || box.right > width - 2 || boxes.some((other) => overlaps(box, other)))
          continue;
        boxes.push(box);
        return `<text class="point" x="${at(left)}" y="${at(top + font * 0.95)}">${escapeText(text)}</text>`;
      }
    }
    return '';
  });
}
