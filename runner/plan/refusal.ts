/** @file Why a cell is skipped: it would need more memory or more time than available. Pure. */
import type { Skipped } from '../../data/contract/outcome.ts';
import { formatNumber } from '../text/format.ts';

export type Refusal = Omit<Skipped, 'status'>;

export function refuseForMemory(neededBytes: number, availableBytes: number): Refusal {
  const [needed, available] = [neededBytes, availableBytes].map((bytes) => formatNumber(bytes / 1e9));
  return {
    limit: 'memory',
    needed: Math.ceil(neededBytes),
    reason: `would need about ${needed} GB of memory, but only about ${available} GB is available`,
  };
}

export function refuseForTime(takesMs: number, reason: string): Refusal {
  return { limit: 'time', needed: Math.ceil(takesMs * 1e6), reason };
}
