/** @file Where something is in a text. */

/** "line 3, column 7" of a position in UTF-16 code units. */
export function placeIn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}
