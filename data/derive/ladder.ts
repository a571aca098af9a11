/** @file What runner and ingest must agree on about ladders of batches: rungs of one are ordinary cells. */

/** Samples of a forward pass that are compared beside a single one (the reference batch of the plan's fourth seed). */
export const REFERENCE_BATCH = 32;

/** Why a ladder ended below a batch. `none` = a larger one may fit, nobody tried. */
export type Limit = 'memory' | 'time' | 'none';

/** How the reason of a cell begins that was not begun, as it would have gone beyond a limit. */
export const beyond = { memory: 'would need about', time: 'would take about' } as const;

/** The limit that the reason of a skipped cell speaks of. */
export function limitOfReason(reason: string): Limit {
  const words = reason.replace(/^it /i, '');
  if (words.startsWith(beyond.memory)) return 'memory';
  return words.startsWith(beyond.time) ? 'time' : 'none';
}
