import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Rgb = [number, number, number];

const css = readFileSync(new URL('./base.css', import.meta.url), 'utf8');

/** The colors of a block, by name; those of earlier blocks stay where it has none of its own. */
function colorsAfter(before: Record<string, Rgb>, condition: string): Record<string, Rgb> {
  const start = css.indexOf(`${condition} {\n`);
  if (start === -1) throw new Error(`base.css: ${condition} is missing`);
  const block = css.slice(start, css.indexOf('}', start));
  const own = [...block.matchAll(/--([a-z-]+): #([0-9a-f]{3,6});/g)].map(([, name, hex]) => [
    name,
    rgb(hex!),
  ]);
  return { ...before, ...Object.fromEntries(own) };
}

function rgb(hex: string): Rgb {
  const long = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
  return [0, 2, 4].map((at) => linear(Number.parseInt(long.slice(at, at + 2), 16) / 255)) as Rgb;
}

const DARK = '(prefers-color-scheme: dark)';
const MORE = '@media screen and (prefers-contrast: more)';
const light = colorsAfter({}, ':root');
const dark = colorsAfter(light, `@media screen and ${DARK}`);
const palettes = {
  light,
  dark,
  'light, more contrast': colorsAfter(light, MORE),
  // Both blocks of more contrast apply, the one of the dark theme last.
  'dark, more contrast': colorsAfter(colorsAfter(dark, MORE), `${MORE} and ${DARK}`),
};
const VENDORS = ['nvidia', 'amd', 'intel', 'apple', 'other'].map((name) => `vendor-${name}`);

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

const times = (matrix: readonly Rgb[], v: Rgb) =>
  matrix.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as Rgb;

/** Relative luminance and contrast as in WCAG 2.2. */
const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Machado, Oliveira and Fernandes 2009 (10.1109/TVCG.2009.113), severity 1, on linear sRGB. */
const vision: Record<string, readonly Rgb[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Oklab of linear sRGB (Ottosson 2020, bottosson.github.io/posts/oklab). */
function oklab(rgb: Rgb): Rgb {
  const lms = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  ).map((value) => Math.cbrt(Math.max(0, value))) as Rgb;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    lms,
  );
}

const distance = (a: Rgb, b: Rgb) => Math.hypot(...oklab(a).map((value, i) => value - oklab(b)[i]!));

describe.each(Object.entries(palettes))('the %s palette', (name, colors) => {
  const of = (names: readonly string[]) => names.map((one) => colors[one]!);
  const against = (names: readonly string[]) =>
    Math.min(...of(names).map((one) => contrast(one, colors.paper!)));
  const more = name.endsWith('contrast');

  it.each(Object.entries(vision))('keeps vendors distinguishable with %s vision', (_name, matrix) => {
    const seen = of(VENDORS).map((one) => times(matrix, one));
    const pairs = seen.flatMap((a, i) => seen.slice(i + 1).map((b) => distance(a, b)));
    expect(Math.min(...pairs)).toBeGreaterThan(0.13);
  });

  it('has the contrast with the background that marks, texts and lines need', () => {
    expect(against(VENDORS)).toBeGreaterThanOrEqual(3);
    expect(against(['ink', 'soft', 'link', 'warn'])).toBeGreaterThanOrEqual(more ? 7 : 4.5);
    if (more) expect(against(['line', 'faint'])).toBeGreaterThanOrEqual(4.5);
  });
});
