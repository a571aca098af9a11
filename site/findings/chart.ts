/** @file The lanes of a finding's chart as plain SVG, placed in percent, so that they fit every screen. Pure. */
import { type LaneAxis, laneAxis } from '../charts/lanes.ts';
import type { Line, Table } from './finding.ts';

/** The least width of the lanes, in CSS pixels: beside columns on a window of 800 (findings.css). */
const WIDTH_PX = 190;

/** The axis of a table; null where fewer than two lines have a mark: one mark shows no more than its number. */
export function axisOfTable({ lines, one, scale = 'log', tick }: Table): LaneAxis | null {
  const marks = lines.flatMap(({ mark }) => (mark === null || mark.high <= 0 ? [] : [mark]));
  if (marks.length < 2) return null;
  const ends = marks.flatMap(({ low, high }) => [low, high]).filter((end) => end > 0);
  return laneAxis(ends, { one, scale, widthPx: WIDTH_PX, text: tick });
}

const HEIGHT = 22;

/** One lane: the range as a line, the middle as a dot. */
export function laneSvg(axis: LaneAxis, { mark }: Line, one: number | null): string {
  const middle = HEIGHT / 2;
  const rule =
    one === null
      ? ''
      : `<line class="one" x1="${axis.place(one)}%" x2="${axis.place(one)}%" y1="0" y2="100%"/>`;
  if (mark === null || mark.low <= 0) return svg('lane', HEIGHT, rule);
  const [low, at, high] = [mark.low, mark.middle, mark.high].map((value) => axis.place(value));
  const range =
    low === high ? '' : `<line class="range" x1="${low}%" x2="${high}%" y1="${middle}" y2="${middle}"/>`;
  return svg('lane', HEIGHT, `${rule}${range}<circle cx="${at}%" cy="${middle}" r="5"/>`);
}

/** The ticks of the axis. */
export function ticksSvg(axis: LaneAxis): string {
  const texts = axis.ticks.map(({ text, place }) => `<text x="${place}%" y="13">${escaped(text)}</text>`);
  return svg('ticks', 18, texts.join(''));
}

const svg = (name: string, height: number, content: string): string =>
  `<svg class="${name}" width="100%" height="${height}" aria-hidden="true">${content}</svg>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
