/** @file Sentences that differ in their figures only: which they are, and one that says all of them. Pure. */

/** What the units are in the first of their kind. */
const UNITS = { ms: 1e-3, s: 1, min: 60, h: 3600, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 } as const;
type Unit = keyof typeof UNITS;

/**
 * A number with its unit, a duration of two units ("1 min 29 s"), a quoted text, or what an option of the command is; not the 32
 * of "float32" or of a date.
 */
const FIGURE =
  /(?<=--(?:workload|engine|device|dtype) )[a-z][\w.-]*|"[^"]*"|“[^”]*”|(?<![\p{L}\d_.-])\d+(?:[.,]\d+)*(?:e[+-]?\d+)?(?![\p{L}\d_-])(?: ?(?:ms|s|min|h|kB|MB|GB|TB)\b(?: \d+ (?:s|min)\b)?)?/gu;

/** A text without its figures; equal for texts that differ in nothing else. */
export const formOf = (text: string): string => text.replace(FIGURE, '#');

/** A figure by its size; not a number for a quoted text. */
function sizeOf(figure: string): number {
  const parts = [...figure.matchAll(/([\d.,]+(?:e[+-]?\d+)?) ?([a-z]+)?/gi)];
  return parts.reduce(
    (sum, [, number, unit]) => sum + Number(number!.replaceAll(',', '')) * (UNITS[unit as Unit] ?? 1),
    0,
  );
}

/** "14 s" and "91 s" are "14 to 91 s"; "14 s" and "1 min 29 s" keep both units. */
function rangeOf(figures: readonly string[]): string {
  const [least, most] = [figures[0]!, figures.at(-1)!];
  if (!/^\d/.test(least))
    return figures.every((one) => one === least) ? least : /^["“]/.test(least) ? '“…”' : '…';
  if (sizeOf(least) === sizeOf(most)) return least;
  const [unit] = /(?<=^[\d.,]+) ?[a-z]+$/i.exec(most) ?? [''];
  const same = unit !== '' && new RegExp(`^[\\d.,]+${unit}$`).test(least);
  return `${same ? least.slice(0, -unit.length) : least} to ${most}`;
}

/** Texts of one form as one text, in which figures that differ are ranges: "it would take 14 to 91 s". */
export function joinAlike(texts: readonly string[]): string {
  const figures = texts.map((text) => text.match(FIGURE) ?? []);
  let place = 0;
  return texts[0]!.replace(FIGURE, () => {
    const here = figures.map((of) => of[place]!).toSorted((a, b) => sizeOf(a) - sizeOf(b));
    place++;
    return rangeOf(here);
  });
}
