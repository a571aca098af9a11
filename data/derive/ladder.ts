/** @file What runner and ingest must agree on about ladders of batches: rungs of one are ordinary cells. */

/** Samples of a forward pass that are compared beside a single one (the reference batch of the plan's fourth seed). */
export const REFERENCE_BATCH = 32;

/** Whether a batch has a value of its own: a latency, or the throughput that everyone compares. */
export const hasOwnValue = ({ batchSize }: { batchSize: number | null }): boolean =>
  batchSize === 1 || batchSize === REFERENCE_BATCH;
