/** @file Which limit stopped a cell: memory or time. Pure. */
import type { Limit, Outcome } from '../contract/outcome.ts';

/**
 * The runner of November 2026 wrote two sentences before `limit` was a field of a skipped cell: "would need about 6 GB of
 * memory, ..." and "would take about 3 min, ...", with or without "it" before them. Nothing else parses a reason.
 */
const sentences: readonly [RegExp, Limit][] = [
  [/^(?:it )?would need about /i, 'memory'],
  [/^(?:it )?would take about /i, 'time'],
];

const legacyLimit = (reason: string): Limit | null =>
  sentences.find(([sentence]) => sentence.test(reason))?.[1] ?? null;

/** The limit that a cell exceeded or would have exceeded; null if there was none. */
export function limitOf(outcome: Outcome): Limit | null {
  switch (outcome.status) {
    case 'out-of-memory':
      return 'memory';
    case 'timeout':
      return 'time';
    case 'skipped':
      return outcome.limit ?? legacyLimit(outcome.reason);
    default:
      return null;
  }
}
