/** @file Splits what was typed into the chips that it names, and drops what people add to the name of one. Pure. */

/** A Mac as its maker describes it: "M1 Max with 10-core CPU and 32-core GPU" are two chips of one name. */
const MAC = /\b(m\d+(?: (?:pro|max|ultra))?)\W*(?:with )?(\d+.?cores? cpu)\W*(?:and )?(\d+.?cores? gpu)\b/i;

/** Apple's comma before a year: "MacBook Pro 16-inch, Nov 2023", "iMac, 2021". */
const MAC_YEAR =
  /((?:\b(?:i?mac|mbp|mba)|m\d|inch|zoll|["”])[^,;\n]*),(?= ?(?:\p{L}{3,9}\.? )?20[0-2]\d\b)/giu;

/** What stands between two chips; not the comma of a model identifier of Apple's, "MacBookPro18,2". */
const BETWEEN =
  /(?:(?<!\b(?:[a-z]+|i?mac(?:book)?(?: ?(?:pro|air|mini))? )\d{1,2}),|,(?!\d{1,2}\b)|[;\n，、；])(?![^(]*\))|\s(?:and|und|et|y|e|&|vs\.?|versus|gegen|contre|contra|contro|против|or|oder|ou|или|o)\s/i;

/** The chips that a text names: "2070, m1 max" are two. Names of drivers have commas of their own, in parentheses. */
export function splitTerms(text: string): string[] {
  if (/^\s*ANGLE \(/i.test(text)) return [text.trim()];
  return text
    .replace(MAC, '$1 $2, $1 $3')
    .replace(MAC_YEAR, '$1')
    .split(BETWEEN)
    .map((term) => term.trim())
    .filter((term) => term !== '');
}

/** Every way to read a term as two chips with nothing between them but a space, a plus or a slash: "i7-8700 rtx 2070". */
export function pairsOf(term: string): [string, string][] {
  const gaps = [...term.matchAll(/\s+w\/\s*|\s*[+/|&]\s*|\s(?:with|plus)\s|\s/gi)];
  return gaps.map(({ 0: gap, index }) => [
    term.slice(0, index).trim(),
    term.slice(index + gap.length).trim(),
  ]);
}

/** How many of a chip somebody has, the memory beside it, and what a program adds in parentheses. */
const ADDED = /\([^)]*\)|\b\d{1,3} ?g(?:b|ib)?\b|\b(?:dual|double)\b|^\d ?x\s|\sx ?\d$/gi;

/** A term without what people add to the name of a chip. */
export const withoutAdded = (term: string): string =>
  term.replaceAll(ADDED, ' ').replaceAll(/\s+/g, ' ').trim();
