/** @file Which limit stopped a cell: memory or time. Pure. */
import type { Limit, Outcome } from '../contract/outcome.ts';
import { legacyLimit } from './legacy-limit.ts';

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
