/** @file Copies a drawing of the page with its styles written into it, so that it needs no style sheet. */
import { round } from './svg-text.ts';

/** How far what is drawn moves from its place on the page. */
export interface Shift {
  x: number;
  y: number;
}

/** Properties that style sheets may set. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
  'vector-effect',
  'paint-order',
  'overflow',
];

/** Attributes that mean something on the page only. */
const OF_PAGE = /^(class|style|role|aria-.*|data-.*|id)$/;

export function copyDrawing(svg: SVGSVGElement, shift: Shift): string {
  const { left, top, width, height } = svg.getBoundingClientRect();
  if (width === 0 || height === 0) return '';
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const copies = [copy, ...copy.querySelectorAll('*')];
  for (const [index, original] of [svg, ...svg.querySelectorAll('*')].entries())
    writeStyles(copies[index]!, getComputedStyle(original));
  for (const [name, value] of Object.entries({ x: left + shift.x, y: top + shift.y, width, height }))
    copy.setAttribute(name, round(value));
  return new XMLSerializer().serializeToString(copy);
}

function writeStyles(element: Element, style: CSSStyleDeclaration): void {
  if (style.display === 'none') element.remove();
  for (const { name } of [...element.attributes]) if (OF_PAGE.test(name)) element.removeAttribute(name);
  for (const name of STYLES) {
    const value = style.getPropertyValue(name);
    if (value !== '') element.setAttribute(name, value);
  }
}
