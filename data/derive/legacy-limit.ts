/**
 * @file The limit in files that were written before `limit` was a field of a skipped cell. Pure.
 *
 * The runner of November 2026 wrote two sentences, "would need about 6 GB of memory, ..." and "would take about 3 min,
 * ...", with or without "it" before them. Nothing else parses a reason.
 */
import type { Limit } from '../contract/outcome.ts';

const sentences: readonly [RegExp, Limit][] = [
  [/^(?:it )?would need about /i, 'memory'],
  [/^(?:it )?would take about /i, 'time'],
];

/** The limit in a reason of an old file; null if there is none. */
export function legacyLimit(reason: string): Limit | null {
  return sentences.find(([sentence]) => sentence.test(reason))?.[1] ?? null;
}
