/** @file The same matrix product at the start and at the end of a run: did the machine slow down meanwhile? */
import { median } from '../data/contract/stats.ts';
import type { PlannedCell } from './plan.ts';
import { runPlanned } from './run.ts';

/** A closing product that runs below this share of the opening one's rate means throttling (as the contract defines). */
const UNTHROTTLED_SHARE = 0.95;

/** Median nanoseconds of a product; null where it could not be measured. */
export async function timeProduct(
  product: PlannedCell,
  seed: number,
  signal: AbortSignal,
): Promise<number | null> {
  const attempt = await runPlanned(product, 0, { seed, signal }, () => undefined);
  return attempt.status === 'ok' ? median(attempt.result.repetition.samplesNs) : null;
}

/** Null where one of the two is missing. */
export function isThrottled(openingNs: number | null, closingNs: number | null): boolean | null {
  if (openingNs === null || closingNs === null) return null;
  return openingNs / closingNs < UNTHROTTLED_SHARE;
}
