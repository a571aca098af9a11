/** @file Patterns of the contract in the words that every regular expression has: JSON Schema is read by Python, Go and Java, too. Pure. */
import { latinName, visibleText } from '../../data/contract/characters.ts';

const LAST = 0xffff;
const characters = Array.from({ length: LAST + 1 }, (_, code) => String.fromCharCode(code));

/** Characters next to each other that pass a test, as the inside of a class: "a-c", "x". */
function rangesOf(passes: (character: string) => boolean): string[] {
  const ranges: string[] = [];
  let first = -1;
  for (const [code, character] of [...characters, ''].entries()) {
    const isIn = code <= LAST && passes(character);
    if (isIn && first < 0) first = code;
    if (isIn || first < 0) continue;
    ranges.push(code - first === 1 ? characters[first]! : `${characters[first]}-${characters[code - 1]}`);
    first = -1;
  }
  return ranges;
}

/** Halves of pairs stand for characters of their own in some languages, and what is not assigned yet may be visible one day. */
const decided = /[^\p{Cs}\p{Cn}]/u;

const portable: ReadonlyMap<string, string> = new Map([
  [latinName.source, `^[${rangesOf((one) => latinName.test(one)).join('')}]*$`],
  [visibleText.source, `^[^${rangesOf((one) => decided.test(one) && !visibleText.test(one)).join('')}]*$`],
]);

/**
 * The same pattern without the classes of Unicode. It allows a little more than ingest: characters that are not assigned, and
 * those above U+FFFF.
 */
export const portablePattern = (pattern: string): string => portable.get(pattern) ?? pattern;

/** JSON in ASCII, so that invisible characters of patterns are seen. */
export const inAscii = (json: string): string =>
  json.replace(/[^\x20-\x7e\n]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
