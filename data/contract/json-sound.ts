/**
 * @file Tells in one walk over a parsed value whether its text certainly has no trap for a parser. If not, the slow scan finds
 * out whether there is one and where, so this may be wrong in one direction only.
 */
import { forbiddenKeys, MOST_DIGITS, significantDigits } from './json-scan.ts';

/** At most this nesting and this many values. */
export interface Limits {
  depth: number;
  nodes: number;
}

/** Members of all objects of a text, or more if a string looks like one: colons after the quote that ends a name. */
function countMembers(text: string): number {
  let members = 0;
  for (let colon = text.indexOf(':'); colon !== -1; colon = text.indexOf(':', colon + 1)) {
    let before = colon - 1;
    while (before >= 0 && text.charCodeAt(before) <= 0x20) before -= 1;
    if (text[before] === '"') members += 1;
  }
  return members;
}

/** Numbers of 19 characters and more, of which zeros at the start may be many. */
const longNumbers = /[[,:\s]-?(\d[\d.]{18,})/g;
const tinyExponent = /[eE]-\d{3}/;

/** Whether some number has more digits than a number keeps, or may be too small for one. A text in quotes counts, too. */
export function mayLoseDigits(text: string): boolean {
  for (const [, number = ''] of text.matchAll(longNumbers))
    if (significantDigits(number) > MOST_DIGITS) return true;
  return tinyExponent.test(text);
}

/** Whether no number of a list lost digits or became infinite. A list may contain anything. */
const isExact = (value: number): boolean =>
  value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER;

/**
 * Tells whether what JSON.parse read is certainly what every parser reads: no name twice or forbidden, no number that lost
 * digits, no half of a surrogate pair. The parts of one file share the limits.
 */
export class Soundness {
  readonly #limits: Limits;
  #nodes = 1;
  #members = 0;
  /** Whether the text has escapes, which can hide half of a surrogate pair. */
  #escaped = false;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** @param depth Lists and objects around the value. */
  isCertain(text: string, value: unknown, depth = 0): boolean {
    this.#escaped = text.includes('\\u');
    this.#members = 0;
    // JSON.parse keeps one of two equal names, so that the text has more members than the value.
    return this.#isSound(value, depth) && countMembers(text) === this.#members && !mayLoseDigits(text);
  }

  #isSoundText(text: string): boolean {
    return !this.#escaped || text.isWellFormed();
  }

  #isSound(value: unknown, depth: number): boolean {
    if (typeof value === 'number') return isExact(value);
    if (typeof value === 'string') return this.#isSoundText(value);
    if (typeof value !== 'object' || value === null) return true;
    if (depth >= this.#limits.depth) return false;
    return Array.isArray(value)
      ? this.#isSoundList(value, depth)
      : this.#isSoundObject(value as Record<string, unknown>, depth);
  }

  #isSoundList(list: readonly unknown[], depth: number): boolean {
    this.#nodes += 1 + Math.max(0, list.length - 1);
    if (this.#nodes > this.#limits.nodes) return false;
    for (let i = 0; i < list.length; i++) {
      const one = list[i];
      // Most values of a file are samples.
      if (typeof one === 'number' ? !isExact(one) : !this.#isSound(one, depth + 1)) return false;
    }
    return true;
  }

  #isSoundObject(object: Readonly<Record<string, unknown>>, depth: number): boolean {
    let own = 0;
    for (const key in object) {
      own += 1;
      if (forbiddenKeys.has(key) || !this.#isSoundText(key) || !this.#isSound(object[key], depth + 1))
        return false;
    }
    this.#members += own;
    this.#nodes += 1 + Math.max(0, own - 1);
    return this.#nodes <= this.#limits.nodes;
  }
}
