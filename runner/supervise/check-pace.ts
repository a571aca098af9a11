/** @file Tells early that a check cannot end before the deadline of its worker. Pure. */

import type { Phase } from '../protocol/messages.ts';
import { formatDuration } from '../text/format.ts';

/** The steps whose progress a check of training reports, of those that it takes (`plan/estimate.ts`). */
const REPORTED_STEPS = 3 / 8;

/** Other programs may end: a check that is expected to take this many times the deadline will still not make it. */
const PATIENCE = 1.5;

/**
 * Call the result with each message of the worker and the milliseconds since its start. It returns why the worker is to be
 * ended, or null.
 */
export function createCheckPace(
  { mode }: { mode: string },
  deadlineMs: number,
): (message: { phase: Phase; fraction: number }, elapsedMs: number) => string | null {
  let beganMs: number | null = null;
  let isOver = false;
  return ({ phase, fraction }, elapsedMs) => {
    isOver ||= phase === 'warm-up' || phase === 'measure';
    if (isOver || phase !== 'check') return null;
    beganMs ??= elapsedMs;
    if (fraction === 0) return null;
    const part = fraction * (mode === 'train' ? REPORTED_STEPS : 1);
    const checkMs = (elapsedMs - beganMs) / part;
    if (beganMs + checkMs <= PATIENCE * deadlineMs) return null;
    return `its check alone would take about ${formatDuration(checkMs)}, and the worker has ${formatDuration(deadlineMs)}; a smaller --batch takes less, a longer --time-budget gives it more`;
  };
}
