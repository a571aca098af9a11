/**
 * @file Draws parts of a page as one SVG file that needs no style sheet: texts where the page has them, lines and drawings, in
 * the colors and at the width that are shown.
 */
import { copyDrawing, type Shift } from './copy-drawing.ts';
import type { Drawn } from './png.ts';
import { escapeXml, round } from './svg-text.ts';

/** Sizes in pixels. */
const MARGIN = 28;
const GAP = 18;
const FOOT_LINE = 18;

/** What nobody can press, open or read in a picture. */
const LEFT_OUT = 'button, select, input, details, script, style, template, noscript, [data-share]';

/** Width of a letter of the foot in pixels, at most. */
const FOOT_LETTER = 7;

/** Lines of the foot, which has to fit under a picture of a phone. */
function footLines(address: string, published: boolean, width: number): string[] {
  const parts = [...(published ? ['† published by others'] : []), address, 'CC BY 4.0'];
  const most = Math.floor((width - 2 * MARGIN) / FOOT_LETTER);
  const line = parts.join(' · ');
  if (line.length <= most) return [line];
  return parts.flatMap((part) => part.match(new RegExp(`.{1,${most}}`, 'g')) ?? []);
}

/** The parts of an element that are marked with `data-picture` as one picture. */
export function pictureOf(within: ParentNode, address: string): Drawn {
  const parts = [...within.querySelectorAll('[data-picture]')].filter(
    (part) => part.getBoundingClientRect().height > 0,
  );
  const boxes = parts.map((part) => part.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const right = Math.max(...boxes.map((box) => box.right));
  const width = Math.ceil(right - left + 2 * MARGIN);
  const drawn: string[] = [];
  let y = MARGIN;
  for (const [index, part] of parts.entries()) {
    const { top, height } = boxes[index]!;
    drawn.push(drawElement(part, { x: MARGIN - left, y: y - top }));
    y += height + GAP;
  }
  const page = getComputedStyle(document.documentElement);
  const soft = page.getPropertyValue('--soft').trim();
  const published = parts.some(({ textContent }) => textContent?.includes('†'));
  const foot = footLines(address, published, width).map((line, index) => {
    const base = y + FOOT_LINE * (index + 1);
    return `<text x="${MARGIN}" y="${round(base)}" font-size="12" fill="${soft}">${escapeXml(line)}</text>`;
  });
  const height = Math.ceil(y + FOOT_LINE * foot.length + MARGIN);
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escapeXml(page.fontFamily)}">`,
    `<title>${escapeXml(document.title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${page.backgroundColor}"/>`,
    ...drawn,
    ...foot,
    '</svg>',
  ].join('');
  return { svg, width, height };
}

function drawElement(element: Element, shift: Shift): string {
  if (element.matches(LEFT_OUT)) return '';
  const style = getComputedStyle(element);
  const hidden = style.display === 'none' || style.visibility === 'hidden' || style.clipPath === 'inset(50%)';
  if (hidden) return '';
  if (element instanceof SVGSVGElement) return copyDrawing(element, shift);
  return [
    box(element, style, shift),
    label(element, style, shift),
    ...[...element.childNodes].map((node) => {
      if (node instanceof Element) return drawElement(node, shift);
      return node instanceof Text ? texts(node, element, shift) : '';
    }),
  ].join('');
}

const seen = (color: string): boolean => !/^(transparent|rgba\(.*, 0\))$/.test(color);

/** The background of an element and the lines above and below it. */
function box(element: Element, style: CSSStyleDeclaration, shift: Shift): string {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  const parts: string[] = [];
  if (seen(style.backgroundColor) && element !== document.documentElement)
    parts.push(
      `<rect x="${round(left + shift.x)}" y="${round(top + shift.y)}" width="${round(width)}" height="${round(height)}" fill="${style.backgroundColor}"/>`,
    );
  for (const [side, edge] of [
    // Of two cells that share a line, the upper one draws it.
    ...(style.display === 'table-cell' ? [] : [['top', top] as const]),
    ['bottom', bottom] as const,
  ]) {
    const [size, color] = [
      Number.parseFloat(style.getPropertyValue(`border-${side}-width`)),
      style.getPropertyValue(`border-${side}-color`),
    ];
    if (size > 0 && seen(color) && style.getPropertyValue(`border-${side}-style`) !== 'none')
      parts.push(
        `<path d="M${round(left + shift.x)} ${round(edge + shift.y)}H${round(right + shift.x)}" stroke="${color}" stroke-width="${size}"/>`,
      );
  }
  return parts.join('');
}

/** The name of its column before a cell, where the style sheet of a phone sets it. */
function label(element: Element, style: CSSStyleDeclaration, shift: Shift): string {
  if (!(element instanceof HTMLElement) || element.dataset.label === undefined) return '';
  const before = getComputedStyle(element, '::before');
  if (before.content === 'none' || before.content === 'normal') return '';
  const { left, top } = element.getBoundingClientRect();
  const { ascent, descent } = metricsOf(before);
  const line = Number.parseFloat(style.lineHeight) || ascent + descent;
  const y = top + Number.parseFloat(style.paddingTop) + (line - ascent - descent) / 2 + ascent;
  const x = left + Number.parseFloat(style.paddingLeft);
  return run(`${element.dataset.label}:`, before, { x: x + shift.x, y: y + shift.y, color: before.color });
}

const fonts = new Map<string, { ascent: number; descent: number }>();
let canvas: CanvasRenderingContext2D | null = null;

/** Height of the letters of a font above and below the line they stand on, in pixels. */
function metricsOf({ fontStyle, fontWeight, fontSize, fontFamily }: CSSStyleDeclaration) {
  const font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  const known = fonts.get(font);
  if (known !== undefined) return known;
  canvas ??= document.createElement('canvas').getContext('2d')!;
  canvas.font = font;
  const { fontBoundingBoxAscent, fontBoundingBoxDescent } = canvas.measureText('x');
  const found = { ascent: fontBoundingBoxAscent, descent: fontBoundingBoxDescent };
  fonts.set(font, found);
  return found;
}

interface Run {
  x: number;
  /** Of the line that the letters stand on. */
  y: number;
  color: string;
  /** What the letters take on the page; another system's font is stretched to it. */
  width?: number;
}

function run(text: string, style: CSSStyleDeclaration, { x, y, color, width }: Run): string {
  const weight = Number(style.fontWeight) > 400 ? ` font-weight="${style.fontWeight}"` : '';
  const length = width === undefined ? '' : ` textLength="${round(width)}" lengthAdjust="spacingAndGlyphs"`;
  const { fontFamily } = getComputedStyle(document.documentElement);
  const family = style.fontFamily === fontFamily ? '' : ` font-family="${escapeXml(style.fontFamily)}"`;
  return `<text x="${round(x)}" y="${round(y)}"${family} font-size="${Number.parseFloat(style.fontSize)}" fill="${color}"${weight}${length}>${escapeXml(text)}</text>`;
}

/** The lines of a text as the page breaks them. */
function texts(node: Text, parent: Element, shift: Shift): string {
  const content = node.data;
  if (content.trim() === '') return '';
  const style = getComputedStyle(parent);
  // A picture has no links to follow.
  const plain = parent.closest('a')?.parentElement ?? parent;
  const { color } = getComputedStyle(plain);
  const { ascent, descent } = metricsOf(style);
  return linesOf(node)
    .map(({ text, box: { left, top, width, height } }) =>
      run(style.textTransform === 'uppercase' ? text.toUpperCase() : text, style, {
        x: left + shift.x,
        y: top + (height - ascent - descent) / 2 + ascent + shift.y,
        color,
        width,
      }),
    )
    .join('');
}

interface LineOfText {
  text: string;
  box: DOMRect;
}

function linesOf(node: Text): LineOfText[] {
  const range = document.createRange();
  const between = (start: number, end: number) => {
    range.setStart(node, start);
    range.setEnd(node, end);
    return range;
  };
  const content = node.data;
  const line = (start: number, end: number): LineOfText | null => {
    const text = content.slice(start, end).trim();
    if (text === '') return null;
    const skipped = content.slice(start, end).search(/\S/);
    const box = between(start + skipped, start + skipped + text.length).getBoundingClientRect();
    return box.width === 0 ? null : { text: text.replaceAll(/\s+/g, ' '), box };
  };
  if (between(0, content.length).getClientRects().length === 1) {
    const whole = line(0, content.length);
    return whole === null ? [] : [whole];
  }
  const starts = [0];
  let above: number | null = null;
  for (let at = 0; at < content.length; at += 1) {
    if (/\s/.test(content[at]!)) continue;
    const { top } = between(at, at + 1).getBoundingClientRect();
    if (above !== null && Math.abs(top - above) > 2) starts.push(at);
    above = top;
  }
  return starts.flatMap((start, index) => line(start, starts[index + 1] ?? content.length) ?? []);
}
