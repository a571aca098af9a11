/** @file The characters that texts and names of the contract may have, and the words about one that they may not have. */

/**
 * Characters that show nothing or reorder what a reader sees: control, format, surrogate, private-use and unassigned ones;
 * what text rendering ignores by default (Hangul fillers, joiners, variation selectors); every blank but the space; the
 * braille pattern without dots.
 */
const UNSEEN = String.raw`\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u{2800}`;

/** One line of visible characters and spaces. */
export const visibleText = new RegExp(`^(?: |[^${UNSEEN}])*$`, 'u');

/**
 * What names of devices and drivers consist of: ASCII, Latin-1, Latin Extended-A, and the signs that makers and the runner
 * use. Letters of other scripts can look exactly like Latin ones, and combining marks can hide in them.
 */
const NAMED = String.raw`\x20-\x7e\u{a1}-\u{ac}\u{ae}-\u{17f}\u{2013}\u{2014}\u{2019}\u{2026}\u{2122}`;

export const latinName = new RegExp(`^[${NAMED}]*$`, 'u');

/** Runs of characters that texts may not have, and spaces; and each character that names may not have. */
export const unseenRuns = new RegExp(`[${UNSEEN}]+`, 'gu');
export const notInNames = new RegExp(`[^${NAMED}]`, 'gu');

const unseen = new RegExp(`(?! )[${UNSEEN}]`, 'u');
const unnamed = new RegExp(`[^${NAMED}]`, 'u');

/** Scripts whose letters are taken for Latin ones, and those of most systems' own names. */
const scripts = [
  'Cyrillic',
  'Greek',
  'Armenian',
  'Hebrew',
  'Arabic',
  'Han',
  'Hangul',
  'Hiragana',
  'Katakana',
].map((script) => ({ script, has: new RegExp(`\\p{Script=${script}}`, 'u') }));

/** What kind of character it is, as a noun with its article. */
function kindOf(character: string): string {
  if (/\p{Cc}/u.test(character)) return 'a control character';
  if (unseen.test(character))
    return /\p{Z}|\u{2800}/u.test(character) ? 'a blank other than the space' : 'an invisible character';
  if (/\p{M}/u.test(character)) return 'a combining mark';
  const script = scripts.find(({ has }) => has.test(character))?.script;
  if (script !== undefined) return `a ${script} character`;
  return /\p{L}/u.test(character) ? 'a letter that no maker uses' : 'a character that no maker uses';
}

function sayFirst(text: string, forbidden: RegExp, remedy: string): string {
  const [character = ''] = forbidden.exec(text) ?? [];
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `contains U+${code}, ${kindOf(character)}; ${remedy}`;
}

/** What is wrong with a text that does not match `visibleText`. */
export const wrongInText = (text: string): string => sayFirst(text, unseen, 'remove it, or write a space');

/** What is wrong with a name that does not match `latinName`. */
export const wrongInName = (text: string): string =>
  sayFirst(text, unnamed, 'write the name as the maker does, with Latin letters, digits and spaces');
