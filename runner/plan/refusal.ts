/** @file Why a cell is not begun: it would need more memory or more time than there is. Pure. */
import type { Skipped } from '../../data/contract/outcome.ts';
import { formatNumber } from '../text/format.ts';

export type Refusal = Omit<Skipped, 'status'>;

export function refuseForMemory(needsBytes: number, thereBytes: number): Refusal {
  const [needs, there] = [needsBytes, thereBytes].map((bytes) => formatNumber(bytes / 1e9));
  return {
    limit: 'memory',
    needed: Math.ceil(needsBytes),
    reason: `would need about ${needs} GB of memory, and about ${there} GB can be had`,
  };
}

export function refuseForTime(takesMs: number, reason: string): Refusal {
  return { limit: 'time', needed: Math.ceil(takesMs * 1e6), reason };
}
