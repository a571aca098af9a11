/** @file Which batch of a forward pass comes next: doubled while it pays, on a GPU then until it no longer fits. Pure. */
import { type Refusal, refuseForMemory, refuseForTime } from '../plan/refusal.ts';
import { formatDuration } from '../text/format.ts';

/** A batch that was measured, or tried. */
export interface SweptBatch {
  batchSize: number;
  /** Null where it broke. */
  samplesPerSecond: number | null;
  /** Highest memory while it ran; null where nothing counted it. */
  peakBytes: number | null;
}

export interface SweepLimits {
  /** A GPU has memory of its own: a batch too large costs no more than the process that tried it. */
  findsLargest: boolean;
  /** Memory that the next rung may take; null where unknown or where running out of it does no harm. */
  freeBytes: number | null;
  longestBatchMs: number;
}

export type NextBatch =
  /** `quick`: only whether it fits is of interest, one sample is enough. */
  | { step: 'measure'; batchSize: number; quick: boolean }
  /** Not begun, and the ladder ends. */
  | { step: 'skip'; batchSize: number; refusal: Refusal }
  | { step: 'stop' };

/** A doubled batch pays where it brings this much more throughput (methodology: less than 5 % is none). */
const GAIN = 1.05;
const LARGEST_BATCH = 65_536;
/** Passes of a rung at least: the check or the cold start, the warm-up, a sample. */
const PASSES = 3;

/** @param batches All so far, in any order; batch 1 and others may have been measured before. */
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
    const pays = [batch, ...later].some((one) => (one.samplesPerSecond ?? 0) >= GAIN * best);
    last = batch;
    if (!pays) return limits.findsLargest ? findLargest(ascending, limits) : { step: 'stop' };
    best = Math.max(best, batch.samplesPerSecond);
  }
  return { step: 'stop' };
}

/** Doubles the largest batch that fits. */
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
    const reason = `would take about ${takes}, more than the ${allowed} that a batch may take`;
    return { step: 'skip', batchSize, refusal: refuseForTime(computeMs, reason) };
  }
  return { step: 'measure', batchSize, quick };
}
