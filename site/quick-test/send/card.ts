/**
 * @file The picture of a result, to post: drawn on a canvas from what the link carries. It has one design on paper for both
 * themes, because whoever sees it has a theme of their own.
 */
import { shortName } from '../../../data/derive/device-names.ts';
import { axisOver, placeOn } from '../../charts/axis.ts';
import { ticksOf } from '../../charts/ticks.ts';
import { formatNumber } from '../../rows/format.ts';
import { vendorColor } from '../../rows/named-row.ts';
import { WORDMARK_DOT, WORDMARK_PATH } from '../../ui/wordmark.ts';
import type { Mark } from '../axis/mark.ts';
import type { ChipRun } from '../axis/placed.ts';
import { bestOf } from '../result/best.ts';
import { DEVICE_NAMES, headlineOf } from '../result/words.ts';
import type { Sent } from './sent.ts';

/** What social networks show without cutting. */
export const CARD_WIDTH = 1200;
export const CARD_HEIGHT = 630;

/** The light theme of site/ui/styles/base.css. */
const colors = {
  paper: '#fcfbf8',
  raised: '#f4f2ec',
  ink: '#1c1b19',
  soft: '#5c5952',
  line: '#dad6cc',
  nvidia: '#e45e00',
  amd: '#95386b',
  intel: '#1047d6',
  apple: '#18222d',
  other: '#8a8985',
} as const;

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';
const MARGIN = 56;
/** Lines of the axis. */
const MOST_MARKS = 6;

/** "GPU · RTX 2070"; "CPU" alone if nobody said which. */
function nameOf({ chip, device: { kind, name } }: ChipRun): string {
  const known = chip?.name ?? (kind === 'gpu' ? name : null);
  return known === null ? DEVICE_NAMES[kind] : `${DEVICE_NAMES[kind]} · ${shortName(known)}`;
}

const trainings = ({ summaries }: ChipRun): string[] =>
  (
    [
      ['small-net', 'MNIST CNN'],
      ['large-net', 'VGG16'],
    ] as const
  ).flatMap(([part, net]) => {
    const best = bestOf(summaries, part);
    return best ? [`${net} ${formatNumber(best.value)}`] : [];
  });

const measuredText = ({ day, browser, system }: Sent): string => `${day}, ${browser} on ${system}`;

/** What the picture shows, in words. */
export function cardText(sent: Sent): string {
  const results = sent.runs.flatMap((run) => {
    const rate = headlineOf(run);
    if (rate === null) return [];
    const emulated = run.device.software ? ' (emulated by the CPU)' : '';
    const trained = trainings(run).map((text) => `, trains ${text} samples/s`);
    return [`${nameOf(run).replace(' · ', ' ')}${emulated}: ${rate}${trained.join('')}.`];
  });
  return `Trainmark quick test in a browser. ${results.join(' ')} Measured ${measuredText(sent)}. Another method than native results.`;
}

/** Draws the card. @param place Where the test is: host and path of the page */
export function drawCard(canvas: HTMLCanvasElement, sent: Sent, marks: readonly Mark[], place: string): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const pen = penOf(context);
  context.fillStyle = colors.paper;
  context.fillRect(0, 0, CARD_WIDTH, CARD_HEIGHT);
  pen.path(WORDMARK_PATH, MARGIN - 4, 40, 1.75);
  pen.text('Quick test in a browser', CARD_WIDTH - MARGIN, 78, {
    size: 26,
    color: colors.soft,
    align: 'right',
  });
  pen.line(MARGIN, 100, CARD_WIDTH - MARGIN, 100);
  const width = (CARD_WIDTH - 2 * MARGIN) / sent.runs.length;
  for (const [index, run] of sent.runs.entries()) {
    drawRun(pen, run, MARGIN + index * width, width - 24, sent.runs.length === 1);
  }
  drawAxis(pen, chosenMarks(marks));
  const bottom = CARD_HEIGHT - 34;
  pen.text(`${measuredText(sent)} · ${place}`, MARGIN, bottom, {
    size: 22,
    color: colors.soft,
    width: CARD_WIDTH - 2 * MARGIN,
  });
}

interface TextStyle {
  size: number;
  weight?: number;
  color?: string;
  align?: CanvasTextAlign;
  /** The text is made smaller where it is wider. */
  width?: number;
}

type Pen = ReturnType<typeof penOf>;

const penOf = (context: CanvasRenderingContext2D) => ({
  text(
    words: string,
    x: number,
    y: number,
    { size, weight = 400, color = colors.ink, align = 'left', width }: TextStyle,
  ) {
    const fontOf = (px: number) => `${weight} ${px}px ${FONT}`;
    context.font = fontOf(size);
    const needed = context.measureText(words).width;
    if (width !== undefined && needed > width) context.font = fontOf((size * width) / needed);
    context.fillStyle = color;
    context.textAlign = align;
    context.fillText(words, x, y);
  },
  line(x1: number, y1: number, x2: number, y2: number, color: string = colors.line, width = 1) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
  },
  /** The lines of an SVG path, in ink. */
  path(lines: string, x: number, y: number, scale: number) {
    context.save();
    context.translate(x, y);
    context.scale(scale, scale);
    context.strokeStyle = colors.ink;
    context.lineWidth = 2.5;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.stroke(new Path2D(lines));
    context.fillStyle = colors.ink;
    context.fill(new Path2D(WORDMARK_DOT));
    context.restore();
  },
  fill(x: number, y: number, width: number, height: number, color: string) {
    context.fillStyle = color;
    context.fillRect(x, y, width, height);
  },
  /** As on the axes of the page: a diamond for a browser, a dot for a native result, a bar for a peak. */
  shape({ kind, cpu }: Mark, x: number, y: number, color: string) {
    context.strokeStyle = color;
    context.fillStyle = cpu ? colors.paper : color;
    context.lineWidth = 3;
    context.beginPath();
    if (kind === 'native') context.arc(x, y, 8, 0, 2 * Math.PI);
    else if (kind === 'peak') {
      context.moveTo(x, y - 11);
      context.lineTo(x, y + 11);
    } else {
      for (const [dx, dy] of [
        [0, -12],
        [12, 0],
        [0, 12],
        [-12, 0],
      ] as const)
        context.lineTo(x + dx, y + dy);
    }
    context.closePath();
    context.fill();
    context.stroke();
  },
});

/** @param large Whether there is room for one run only */
function drawRun(pen: Pen, run: ChipRun, x: number, width: number, large: boolean): void {
  const rate = headlineOf(run) ?? 'no product';
  pen.text(nameOf(run), x, 152, { size: 32, weight: 600, width });
  pen.text(rate, x, 232, { size: large ? 80 : 64, weight: 700, width });
  const nets = trainings(run).join(' · ');
  const below = [
    ...(run.device.software ? ['emulated by the CPU'] : []),
    ...(nets === '' ? [] : [`${nets} samples/s`]),
  ];
  pen.text(['float32 product', ...below].join(' · '), x, 274, {
    size: large ? 24 : 20,
    color: colors.soft,
    width,
  });
}

/** The results of the browser, and as many others as there is room for: those whose values are nearest to them. */
function chosenMarks(marks: readonly Mark[]): Mark[] {
  const own = marks.filter(({ kind }) => kind === 'browser');
  const distance = ({ value }: Mark) => Math.min(...own.map((one) => Math.abs(Math.log(value / one.value))));
  const others = marks
    .filter(({ kind }) => kind !== 'browser')
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, MOST_MARKS - own.length);
  return [...own, ...others].toSorted((a, b) => b.value - a.value);
}

/** Size of the letters of the axis, in pixels. */
const TICK_PX = 18;

const TRACK = { left: 470, right: CARD_WIDTH - MARGIN - 170, top: 320, line: 38 };

function drawAxis(pen: Pen, marks: readonly Mark[]): void {
  if (marks.length === 0) return;
  const axis = axisOver(
    marks.map(({ value }) => value),
    'log',
    true,
  );
  const lengthPx = TRACK.right - TRACK.left;
  const x = (value: number) => TRACK.left + lengthPx * placeOn(axis, value);
  const bottom = TRACK.top + marks.length * TRACK.line;
  for (const tick of ticksOf(axis, { lengthPx, text: formatNumber, letterPx: TICK_PX })) {
    pen.line(x(tick), TRACK.top, x(tick), bottom);
    pen.text(formatNumber(tick), x(tick), bottom + 22, {
      size: TICK_PX,
      color: colors.soft,
      align: 'center',
    });
  }
  for (const [index, mark] of marks.entries()) {
    const y = TRACK.top + (index + 0.5) * TRACK.line;
    const isOwn = mark.kind === 'browser';
    if (isOwn)
      pen.fill(MARGIN - 12, y - TRACK.line / 2, CARD_WIDTH - 2 * MARGIN + 24, TRACK.line, colors.raised);
    const color = isOwn ? colors.ink : colors[vendorColor(mark.vendor) as keyof typeof colors];
    const engine = mark.detail.split(' · ').slice(0, 2).join(', ');
    pen.text(`${mark.name}: ${isOwn ? 'in a browser' : engine}`, MARGIN, y + 8, {
      size: 22,
      weight: isOwn ? 700 : 400,
      width: TRACK.left - MARGIN - 20,
    });
    pen.shape(mark, x(mark.value), y, color);
    pen.text(`${formatNumber(mark.value)} TFLOP/s`, CARD_WIDTH - MARGIN, y + 8, {
      size: 22,
      weight: isOwn ? 700 : 400,
      align: 'right',
    });
  }
}
