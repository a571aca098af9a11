/** @file How many passes a sample joins: one rule for the runner, which counts them, and for ingest, which checks it. Pure. */

/** Minimum duration of a sample, so that clock resolution and waiting have little effect (methodology: at least 50 ms). */
export const SAMPLE_MS = 50;

/** Passes that together take at least so long, if each takes as long as the one that was timed. */
export const passesBy = (passNs: number): number => Math.ceil((SAMPLE_MS * 1e6) / passNs);
