/** @file What stopped a cell: too little memory or too little time. Pure. */
import type { Limit, Outcome } from '../contract/outcome.ts';
import { legacyLimit } from './legacy-limit.ts';

/** The limit that an outcome ran into, or would have; null where it was none. */
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
