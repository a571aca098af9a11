/** @file The form of a text: which words a field may hold, and the parts that forms are made of. Pure. */

/** The form of a field: the same for the runner, which replaces what does not fit, and for ingest, which refuses it. */
export interface Form {
  /** After "is not": "a version". */
  what: string;
  /** A whole text that always fits, whatever it looks like; null if there is none. */
  known: RegExp | null;
  /** One word, from its first to its last character; null if only `known` fits. */
  word: RegExp | null;
  /** Whether a word of this form is one of the field's, by its letters; omitted if the form alone decides. */
  isKnown?: (word: string) => boolean;
  /** What stays of a word that does not fit, before `REMOVED`; empty if nothing does. Omitted if nothing ever does. */
  shortened?: (word: string) => string;
  /** Whether words of this form are a value together, by what none of them tells alone; omitted if they always are. */
  isValue?: (text: string) => boolean;
  /** Whether single quotes may stand around words, as messages have them; omitted if they may not. */
  hasQuotes?: boolean;
  /** More words than this are no value of the field. */
  mostWords: number;
}

/** A word of one of the forms, exactly. */
export const oneOf = (...sources: readonly string[]) => new RegExp(`^(?:${sources.join('|')})$`, 'u');

/** Signs alone: "&", "+", "->", "=", "==", "…". */
export const signs = "[-+&@=*/!?.:#^·×–—→'’%$~]{1,4}";
/** 3.20GHz, 8-core, 2.9.1+cu128, 6.5.0-14-generic, 24.0.9-0ubuntu0.1 */
export const version = String.raw`[vrb@~]?\d{1,8}(?:[.:]\d{1,8}){0,3}(?:[-+~._]{1,2}[A-Za-z0-9]{1,14}|(?<=\d)[A-Za-z]{1,8}\d{0,6}){0,8}[.:]?`;

/** Parts of letters and digits, joined by one mark each; the marks of trade marks may follow. */
export const parts = (letters: string, most: number) =>
  `[_.@-]?[${letters}0-9]{1,24}(?:[-+./&:_@!™®'’]{1,2}[${letters}0-9]{1,24}){0,${most}}[-+./:®™©*!]{0,2}`;

/** Whether every run of letters is one of the words. */
export const consistsOf = (known: ReadonlySet<string>) => (word: string) =>
  (word.match(/[\p{L}\p{M}]+/gu) ?? []).every((run) => known.has(run.toLowerCase()));

/** 12.03.1987: a day, which no version is. */
const day = /^\d{1,2}\.\d{1,2}\.(?:19|20)\d{2}$/;
/** A number with more digits than a model or a part of a version has, with or without a few letters before it. */
const longNumber = /^[A-Za-z]{0,4}[-_#]?\d{7,}[A-Za-z]{0,2}$/;

/** Whether a word looks like a day, a telephone number or a number of an inventory. */
export const isPersonalNumber = (word: string): boolean => day.test(word) || longNumber.test(word);

/** Three numbers in a row, the groups of a telephone number: "49 170 1234567", "(030) 123 45 67". */
export const hasNumbersInRow = (text: string): boolean =>
  /(?<!\S)\+?\d+(?:[ -]+\d+){2,}(?!\S)/.test(text.replace(/[()]/g, ' '));
