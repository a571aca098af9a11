/** @file Times the same matrix product at the start and the end of a run to detect throttling. */

import type { Conditions } from '../../data/contract/submission.ts';
import { median } from '../../data/derive/stats.ts';
import type { PlannedCell } from '../plan/plan.ts';
import type { Timing } from '../protocol/messages.ts';
import { runPlanned } from './run.ts';

/** The machine throttled if the closing product runs below this share of the opening rate (as the contract defines). */
const UNTHROTTLED_SHARE = 0.95;

/** Two seconds of products (methodology, section 2) after a short warm-up: long enough for falling clock rates to show. */
const timing: Timing = {
  minWarmUpSteps: 1,
  minWarmUpMs: 200,
  minSamples: 3,
  minMeasureMs: 2000,
  maxMeasureMs: 4000,
  exactSamples: null,
};

/** Median nanoseconds of one product; null if it could not be measured. */
export async function timeProduct(
  product: PlannedCell,
  seed: number,
  signal: AbortSignal,
): Promise<number | null> {
  const attempt = await runPlanned({ ...product, timing }, 0, { seed, signal }, () => undefined);
  return attempt.status === 'ok' ? productNs(attempt.result.repetition) : null;
}

/** Nanoseconds of one product. A sample may cover several, and their number may differ between start and end. */
export function productNs({
  samplesNs,
  itemsPerSample,
}: {
  samplesNs: readonly number[];
  itemsPerSample: number;
}): number {
  return Math.max(1, Math.round(median(samplesNs) / itemsPerSample));
}

/**
 * The bookend as the submission stores it; null if none was timed at the start.
 * @param size Rows and columns of the matrices.
 */
export function toBookend(
  size: number | null,
  openingNs: number | null,
  closingNs: number | null,
): Conditions['bookend'] {
  return size === null || openingNs === null ? null : { size, openingNs, closingNs };
}

/** Null if one of the two times is missing. */
export function isThrottled(openingNs: number | null, closingNs: number | null): boolean | null {
  if (openingNs === null || closingNs === null) return null;
  return openingNs / closingNs < UNTHROTTLED_SHARE;
}
