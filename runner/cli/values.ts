/** @file Parses option values; an invalid one is a `UsageError` that lists the allowed ones. */
import { closestMatch } from 'leven';
import { printable } from '../../data/contract/problem.ts';
import { UsageError } from '../../data/contract/usage-error.ts';
import { formatDuration } from '../text/format.ts';

/**
 * Returns the allowed word; throws a one-line error that lists the allowed words and suggests the nearest.
 * @param meant Other words for some of them, to be suggested.
 */
export function oneOf<Word extends string>(
  what: string,
  given: string,
  allowed: readonly Word[],
  meant: Readonly<Record<string, Word>> = {},
): Word {
  const word = given.trim().toLowerCase();
  const found = allowed.find((one) => one === word);
  if (found !== undefined) return found;
  const nearest = meant[word] ?? findNearest(word, allowed);
  const guess = nearest === null ? '' : ` (did you mean "${nearest}"?)`;
  throw new UsageError(
    `unknown ${what} "${printable(given, 60)}"${guess}; use one of: ${allowed.join(', ')}`,
  );
}

/** The nearest word to a typo or to the beginning of a word; null if none is near. */
function findNearest(given: string, allowed: readonly string[]): string | null {
  if (given === '') return null;
  const maxDistance = Math.floor(given.length / 2);
  const whole = closestMatch(given, allowed, { maxDistance });
  if (whole !== undefined) return whole;
  const beginnings = allowed.map((word) => word.slice(0, given.length));
  const beginning = closestMatch(given, beginnings, { maxDistance: Math.min(2, maxDistance) });
  return beginning === undefined ? null : (allowed[beginnings.indexOf(beginning)] ?? null);
}

/** Parses comma-separated words; each must be allowed. Duplicates are dropped. */
export function someOf<Word extends string>(what: string, given: string, allowed: readonly Word[]): Word[] {
  return [...new Set(given.split(',').map((word) => oneOf(what, word, allowed)))];
}

/** Parses a whole number from `min` to `max`. */
export function wholeNumber(option: string, given: string, min: number, max: number): number {
  const value = /^\d+$/.test(given.trim()) ? Number(given) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`${option} "${printable(given, 60)}" is not a whole number from ${min} to ${max}`);
}

/** Parses a number from `min` to `max` in plain digits with at most one decimal point. */
export function decimal(option: string, given: string, min: number, max: number): number {
  const value = /^\d+(?:\.\d+)?$/.test(given.trim()) ? Number(given) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`${option} "${printable(given, 60)}" is not a number from ${min} to ${max}`);
}

const MS = { s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Parses a duration such as "90s", "1.5h" or "1h30m".
 * @returns Milliseconds.
 */
export function duration(option: string, given: string, { min, max }: { min: number; max: number }): number {
  const text = given.trim().toLowerCase();
  const parts = /^(?:\d+(?:\.\d+)?[smh])+$/.test(text) ? text.matchAll(/([\d.]+)([smh])/g) : [];
  const ms = [...parts].reduce(
    (sum, [, count, unit]) => sum + Number(count) * MS[unit as keyof typeof MS],
    0,
  );
  if (ms >= min && ms <= max) return Math.round(ms);
  const range = ms === 0 ? '' : `, from ${formatDuration(min)} to ${formatDuration(max)}`;
  throw new UsageError(
    `${option} "${printable(given, 60)}" is not a duration such as 90s, 5m or 1h30m${range}`,
  );
}
