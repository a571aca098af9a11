/** @file Wrong use of the command: one line for the user, exit code 2. Thrown anywhere, caught once in main. */
import { closestMatch } from 'leven';
import { printable } from '../data/contract/problem.ts';

export class Misuse extends Error {}

/** Further apart than this, a word is not a typing mistake of another. */
const MAX_TYPING_MISTAKES = 4;

/** The allowed word that the user means, or one line that names the allowed ones and the nearest. */
export function oneOf<Word extends string>(what: string, given: string, allowed: readonly Word[]): Word {
  const found = allowed.find((word) => word === given.trim().toLowerCase());
  if (found !== undefined) return found;
  const nearest = closestMatch(given.toLowerCase(), allowed, { maxDistance: MAX_TYPING_MISTAKES });
  const guess = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
  throw new Misuse(`unknown ${what} "${printable(given, 60)}"${guess}; use one of: ${allowed.join(', ')}`);
}

/** Comma-separated words, each allowed, each once. */
export function someOf<Word extends string>(what: string, given: string, allowed: readonly Word[]): Word[] {
  return [...new Set(given.split(',').map((word) => oneOf(what, word, allowed)))];
}

/** A whole number within bounds. */
export function wholeNumber(option: string, given: string, min: number, max: number): number {
  const value = /^\d+$/.test(given.trim()) ? Number(given) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new Misuse(`${option} "${printable(given, 60)}" is not a whole number from ${min} to ${max}`);
}
