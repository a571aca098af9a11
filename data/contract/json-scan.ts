/** @file Reads the text of a JSON file value by value and says what is wrong with it and where. Slow: only for refused files. */
import { MAX_PROBLEMS, printable, quote } from './problem.ts';

/** Names that can change an object's prototype when a value is copied carelessly. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Something that JSON.parse would silently change or that could change a prototype. */
export interface Trap {
  /** Place within the value, for example "results.0.cell"; empty for the value as a whole. */
  field: string;
  /** Position in the text, from 0, in UTF-16 code units. */
  offset: number;
  /** What is wrong, without a remedy. */
  message: string;
}

/** Text that is not JSON; the message says what was found. */
export class NotJson extends Error {
  /** Position in the text, from 0, in UTF-16 code units. */
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const space = /[ \t\n\r]*/y;
const numeral = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /[A-Za-z]+/y;
const literals: ReadonlySet<string> = new Set(['true', 'false', 'null']);

/** The text that a sticky pattern matches at an offset; empty if it matches none. */
function match(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? '';
}

/** What stands at an offset instead of what was expected. */
function unexpected(text: string, offset: number, place = offset): NotJson {
  const character = text.codePointAt(offset);
  if (character === undefined) return new NotJson('Unexpected end of input', place);
  return new NotJson(`Unexpected character '${String.fromCodePoint(character)}'`, place);
}

/** Offset of the quote that ends the string at `start`; the length of the text if there is none. */
export function endOfString(text: string, start: number): number {
  let offset = start + 1;
  while (offset < text.length && text[offset] !== '"') offset += text[offset] === '\\' ? 2 : 1;
  return offset;
}

/** A number of this many digits is the only one that is nearest to some binary64 (IEEE 754). */
export const MOST_DIGITS = 17;

/** Digits of a numeral without an exponent from the first to the last that is not zero. */
export const significantDigits = (numeral: string): number =>
  numeral.replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length;

/** What JSON.parse would change about a numeral; null if nothing. */
function faultOfNumber(raw: string): string | null {
  const [mantissa = ''] = raw.split(/[eE]/);
  const value = Number(raw);
  if (!Number.isFinite(value)) return 'which is too large for a number';
  if (/^-?\d+$/.test(raw) && !Number.isSafeInteger(value))
    return 'which is above 2^53, where whole numbers lose digits';
  if (value === 0 && /[1-9]/.test(mantissa)) return 'which is too small for a number';
  return significantDigits(mantissa) > MOST_DIGITS
    ? `of which a number keeps only ${MOST_DIGITS} digits`
    : null;
}

/** Why the string between two quotes is not JSON. */
function faultOfString(text: string, start: number, end: number): NotJson {
  for (let offset = start + 1; offset < end; offset += 1) {
    if (text.charCodeAt(offset) < 0x20)
      return new NotJson('Unexpected control character in a string', offset);
    if (text[offset] !== '\\') continue;
    const escaped = match(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y, text, offset);
    if (escaped === '') return unexpected(text, offset + 1);
    offset += escaped.length - 1;
  }
  return unexpected(text, end);
}

/** One pass over a text; `offset` is the position of the next character. Recursion is limited by the caller's limit of depth. */
class Scan {
  readonly traps: Trap[] = [];
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): void {
    this.#value('');
    if (this.#peek() !== undefined) throw unexpected(this.#text, this.#offset);
  }

  /** The next character that is not a space. */
  #peek(): string | undefined {
    this.#offset += match(space, this.#text, this.#offset).length;
    return this.#text[this.#offset];
  }

  #add(field: string, offset: number, message: string): void {
    if (this.traps.length < MAX_PROBLEMS) this.traps.push({ field, offset, message });
  }

  #value(field: string): void {
    const next = this.#peek();
    if (next === '{') this.#object(field);
    else if (next === '[') this.#array(field);
    else if (next === '"') this.#string(field);
    else if (next !== undefined && /[-\d]/.test(next)) this.#number(field);
    else this.#literal();
  }

  /** The members of a list or an object up to its closing bracket. */
  #members(close: string, member: (index: number) => void): void {
    this.#offset += 1;
    if (this.#peek() === close) {
      this.#offset += 1;
      return;
    }
    for (let index = 0; ; index += 1) {
      member(index);
      const next = this.#peek();
      if (next !== ',' && next !== close) throw unexpected(this.#text, this.#offset);
      this.#offset += 1;
      if (next === close) return;
    }
  }

  #array(field: string): void {
    this.#members(']', (index) => this.#value(field === '' ? String(index) : `${field}.${index}`));
  }

  #object(field: string): void {
    const seen = new Set<string>();
    this.#members('}', () => {
      if (this.#peek() !== '"') throw unexpected(this.#text, this.#offset);
      const start = this.#offset;
      const key = this.#string(field);
      if (this.#peek() !== ':') throw unexpected(this.#text, this.#offset);
      this.#offset += 1;
      if (forbiddenKeys.has(key)) this.#add(field, start, `has the name ${quote(key)}, which is not allowed`);
      if (seen.has(key)) this.#add(field, start, `has the name ${quote(key)} twice`);
      seen.add(key);
      this.#value(field === '' ? key : `${field}.${key}`);
    });
  }

  #string(field: string): string {
    const start = this.#offset;
    const end = endOfString(this.#text, start);
    const value = readString(this.#text, start, end);
    if (!value.isWellFormed()) this.#add(field, start, 'contains half of a surrogate pair');
    this.#offset = end + 1;
    return value;
  }

  #number(field: string): void {
    const start = this.#offset;
    const raw = match(numeral, this.#text, start);
    const end = start + raw.length;
    const after = this.#text[end];
    // Like the words of a literal, a number is reported where it starts.
    if (raw === '') throw unexpected(this.#text, start + 1, start);
    if (after !== undefined && !/[\s,\]}]/.test(after)) throw unexpected(this.#text, end, start);
    const fault = faultOfNumber(raw);
    if (fault !== null) this.#add(field, start, `is ${printable(raw, 60)}, ${fault}`);
    this.#offset = end;
  }

  #literal(): void {
    const found = match(word, this.#text, this.#offset);
    if (!literals.has(found)) {
      // A misspelled literal is named whole, but NaN and Infinity by their first letter.
      if (!/^[a-z]/.test(found)) throw unexpected(this.#text, this.#offset);
      throw new NotJson(`Unexpected word ${quote(found)}`, this.#offset);
    }
    this.#offset += found.length;
  }
}

/** The value of the string between two quotes. */
function readString(text: string, start: number, end: number): string {
  try {
    return JSON.parse(text.slice(start, end + 1));
  } catch {
    throw faultOfString(text, start, end);
  }
}

/**
 * Everything in a JSON text that two parsers could read differently, in order, at most `MAX_PROBLEMS`.
 * @param text Nested no deeper than a stack allows: the caller has counted.
 * @throws NotJson at the first character that JSON does not allow
 */
export function findTraps(text: string): Trap[] {
  const scan = new Scan(text);
  scan.whole();
  return scan.traps;
}
