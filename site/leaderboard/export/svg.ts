/** @file The charts of a view as one SVG file that needs no style sheet: for documents, slides and posts. Pure. */
import { type Frame, type FrameOptions, type FrameRow, framesOf } from '../../charts/frame.ts';
import type { Drawn } from '../../export/png.ts';
import { escapeXml } from '../../export/svg-text.ts';
import type { Panel } from '../../rows/compare.ts';
import { vendorColor } from '../../rows/named-row.ts';
import { panelHeadings } from '../../rows/panel-heading.ts';
import type { Quantity, Scale } from '../../rows/quantity.ts';

/** Sizes in pixels. */
const WIDTH = 960;
const MARGIN = 28;
const TRACK = { from: 330, to: 690 } as const;
const FIGURE = 790;
const ROW = 42;
const HEAD = 76;
const FOOT = 44;

const FONT = `system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif`;

/** Characters of a name that fit beside the track. */
const NAME_CHARACTERS = 34;

/** Characters of a line below a chart. */
const FOOT_CHARACTERS = 130;

/** A color of the theme by its name in the style sheet, for example "ink" or "vendor-nvidia". */
export type Color = (name: string) => string;

/** What is left out of the options of a chart would differ from the page. */
interface View extends FrameOptions {
  title: string;
  quantity: Quantity;
  scale: Scale;
  /** Where the view is, for the foot. */
  address: string;
}

const short = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;

interface Letters {
  x: number;
  y: number;
  size?: number;
  fill: string;
  bold?: boolean;
  anchor?: 'start' | 'middle' | 'end';
}

function text(content: string, { x, y, size = 14, fill, bold = false, anchor = 'start' }: Letters): string {
  const weight = bold ? ' font-weight="600"' : '';
  const place = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${fill}"${weight}${place}>${escapeXml(content)}</text>`;
}

const round = (value: number): number => Number(value.toFixed(2));
const onTrack = (place: number): number => TRACK.from + place * (TRACK.to - TRACK.from);

function row(one: FrameRow, y: number, color: Color): string {
  const tone = color(`vendor-${vendorColor(one.vendor)}`);
  const middle = y + ROW / 2;
  const line = (from: number, to: number, width: number, opacity: number) =>
    `<line x1="${round(onTrack(from))}" x2="${round(onTrack(to))}" y1="${middle}" y2="${middle}" stroke="${tone}" stroke-width="${width}" stroke-opacity="${opacity}" stroke-linecap="round"/>`;
  const [x, radius] = [round(onTrack(one.at)), 5.5];
  const mark =
    one.kind === 'software'
      ? `<path d="M${x - 4} ${middle - 4}l8 8M${x + 4} ${middle - 4}l-8 8" stroke="${tone}" stroke-width="2" fill="none"/>`
      : `<circle cx="${x}" cy="${middle}" r="${radius}" stroke="${tone}" stroke-width="2" fill="${one.kind === 'gpu' ? tone : color('paper')}"/>`;
  const detail = [one.detail, one.settings].filter(Boolean).join(' · ');
  return [
    text(short(one.name, NAME_CHARACTERS), { x: MARGIN, y: middle - 3, fill: color('ink'), bold: true }),
    text(short(detail, NAME_CHARACTERS + 8), { x: MARGIN, y: middle + 13, size: 12, fill: color('soft') }),
    line(one.from, one.at, 2, 0.4),
    ...(one.interval ? [line(one.interval[0], one.interval[1], 4, 1)] : []),
    mark,
    text(one.figure, { x: FIGURE, y: middle + 5, fill: color('ink'), bold: true, anchor: 'end' }),
    text(one.value, { x: WIDTH - MARGIN, y: middle + 5, fill: color('ink'), anchor: 'end' }),
  ].join('');
}

function chart(
  { title, ticks, one, rows, rest, missing, only, sources }: Frame,
  heading: string,
  color: Color,
): { svg: string; height: number } {
  const below = [missing, sources].flatMap((words) =>
    words === null ? [] : [short(words, FOOT_CHARACTERS)],
  );
  if (rows.length < 2) {
    const words = [...(only === null ? [] : [short(only, FOOT_CHARACTERS)]), ...below];
    const lines = words.map((line, index) =>
      text(line, { x: MARGIN, y: 44 + index * 18, size: 13, fill: color('soft') }),
    );
    const head = text(heading, { x: MARGIN, y: 22, size: 15, fill: color('ink'), bold: true });
    return { svg: [head, ...lines].join(''), height: 36 + lines.length * 18 };
  }
  const bottom = HEAD + rows.length * ROW;
  const vertical = (place: number, stroke: string) =>
    `<line x1="${round(onTrack(place))}" x2="${round(onTrack(place))}" y1="${HEAD - 4}" y2="${bottom}" stroke="${stroke}"/>`;
  const more = [...(rest.wide > 0 ? [`and ${rest.wide} more rows`] : []), ...below].map((words, index) =>
    text(words, { x: MARGIN, y: bottom + 18 + index * 18, size: 13, fill: color('soft') }),
  );
  const svg = [
    text(heading, { x: MARGIN, y: 22, size: 15, fill: color('ink'), bold: true }),
    text(title, { x: TRACK.from, y: 46, size: 12, fill: color('soft') }),
    ...ticks
      .filter(({ on }) => on.includes('long'))
      .map(
        ({ at, text: words }) =>
          vertical(at, color('line')) +
          text(words, { x: onTrack(at), y: 64, size: 12, fill: color('soft'), anchor: 'middle' }),
      ),
    ...(one === null ? [] : [vertical(one, color('soft'))]),
    ...rows.map((each, index) => row(each, HEAD + index * ROW, color)),
    ...more,
  ];
  return { svg: svg.join(''), height: bottom + (more.length > 0 ? 10 + 18 * more.length : 8) };
}

/** The charts of the panels below each other, each panel with at least two rows; null if there is none. */
export function panelsToSvg(panels: readonly Panel[], view: View, color: Color): Drawn | null {
  const charted = panels.filter(({ rows }) => rows.length > 1);
  if (charted.length === 0) return null;
  const headings = panelHeadings(charted);
  const frames = framesOf(charted, view);
  if (frames.every(({ rows }) => rows.length < 2)) return null;
  const parts: string[] = [];
  let y = 56;
  for (const [index, frame] of frames.entries()) {
    const { svg, height } = chart(frame, headings[index]!, color);
    parts.push(`<g transform="translate(0 ${y})">${svg}</g>`);
    y += height + 20;
  }
  const height = y + FOOT - 16;
  const published = charted.some(({ rows }) => rows.some(({ entry }) => entry.provenance === 'published'));
  const foot = [...(published ? ['† published by others'] : []), short(view.address, 100), 'CC BY 4.0'].join(
    ' · ',
  );
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${escapeXml(FONT)}">`,
    `<title>${escapeXml(view.title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="${color('paper')}"/>`,
    text(view.title, { x: MARGIN, y: 40, size: 20, fill: color('ink'), bold: true }),
    ...parts,
    text(foot, { x: MARGIN, y: height - 18, size: 12, fill: color('soft') }),
    '</svg>',
  ].join('');
  return { svg, width: WIDTH, height };
}
