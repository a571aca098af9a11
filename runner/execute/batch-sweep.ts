/**
 * @file Chooses the next batch size of a batch sweep: doubles it while throughput grows, on a GPU then until it no longer
 * fits. Pure.
 */
import { type Refusal, refuseForMemory, refuseForTime } from '../plan/refusal.ts';
import { formatDuration } from '../text/format.ts';

/** A batch size that was measured or attempted. */
export interface SweptBatch {
  batchSize: number;
  /** Null if it failed. */
  samplesPerSecond: number | null;
  /** Peak memory in bytes; null if it was not measured. */
  peakBytes: number | null;
}

export interface SweepLimits {
  /** Whether to look for the largest batch that fits. Safe on a GPU: running out of its memory ends only the worker. */
  findsLargest: boolean;
  /** Bytes that the next batch may use; null if unknown or if running out of memory does no harm. */
  freeBytes: number | null;
  longestBatchMs: number;
}

export type NextBatch =
  /** `quick`: one sample, to find out whether the batch fits. */
  | { step: 'measure'; batchSize: number; quick: boolean }
  /** Not started; the sweep ends. */
  | { step: 'skip'; batchSize: number; refusal: Refusal }
  | { step: 'stop' };

/** Throughput must grow by this factor per doubling (methodology: less than 5 % does not count as growth). */
const GAIN = 1.05;
const LARGEST_BATCH = 65_536;
/** Minimum passes per batch: the check or the cold start, the warm-up, one sample. */
const PASSES = 3;

/** @param batches All batches so far, in any order; batch 1 and others may already be measured. */
export function nextBatch(batches: readonly SweptBatch[], limits: SweepLimits): NextBatch {
  const ascending = batches.toSorted((a, b) => a.batchSize - b.batchSize);
  const known = new Map(ascending.map((batch) => [batch.batchSize, batch]));
  let best = 0;
  let last: SweptBatch | null = null;
  for (let batchSize = 1; batchSize <= LARGEST_BATCH; batchSize *= 2) {
    const batch = known.get(batchSize);
    if (batch === undefined) {
      if (last === null) return { step: 'stop' };
      return begin(batchSize, last, false, limits);
    }
    if (batch.samplesPerSecond === null) return { step: 'stop' };
    const later = ascending.filter((one) => one.batchSize > batchSize);
    const grows = [batch, ...later].some((one) => (one.samplesPerSecond ?? 0) >= GAIN * best);
    last = batch;
    if (!grows) return limits.findsLargest ? findLargest(ascending, limits) : { step: 'stop' };
    best = Math.max(best, batch.samplesPerSecond);
  }
  return { step: 'stop' };
}

function findLargest(ascending: readonly SweptBatch[], limits: SweepLimits): NextBatch {
  const last = ascending.at(-1);
  if (last === undefined || last.samplesPerSecond === null || last.batchSize >= LARGEST_BATCH)
    return { step: 'stop' };
  return begin(2 * last.batchSize, last, true, limits);
}

function begin(batchSize: number, last: SweptBatch, quick: boolean, limits: SweepLimits): NextBatch {
  const growth = batchSize / last.batchSize;
  const bytes = growth * (last.peakBytes ?? 0);
  if (limits.freeBytes !== null && bytes > limits.freeBytes)
    return { step: 'skip', batchSize, refusal: refuseForMemory(bytes, limits.freeBytes) };
  const computeMs = (PASSES * batchSize * 1000) / (last.samplesPerSecond ?? Number.POSITIVE_INFINITY);
  if (computeMs > limits.longestBatchMs) {
    const [takes, allowed] = [computeMs, limits.longestBatchMs].map(formatDuration);
    const reason = `would take about ${takes}, more than the limit of ${allowed} per batch`;
    return { step: 'skip', batchSize, refusal: refuseForTime(computeMs, reason) };
  }
  return { step: 'measure', batchSize, quick };
}
