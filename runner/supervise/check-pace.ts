/** @file Tells early that a check cannot end before the deadline of its worker. Pure. */

import type { Phase } from '../protocol/messages.ts';
import { formatDuration } from '../text/format.ts';

/** The steps whose progress a check of training reports, of those that it takes (`plan/estimate.ts`). */
const REPORTED_STEPS = 3 / 8;

/** Other programs may end: a check that is expected to take this many times the deadline will still not make it. */
const PATIENCE = 1.5;

/**
 * Call the result with each message of the worker and the milliseconds since its start. It returns why the worker is to be
 * ended, or null. The first step also compiles, so the pace is that of the steps after it.
 */
export function createCheckPace(
  { mode }: { mode: string },
  deadlineMs: number,
): (message: { phase: Phase; fraction: number }, elapsedMs: number) => string | null {
  const whole = mode === 'train' ? 1 / REPORTED_STEPS : 1;
  let beganMs: number | null = null;
  let first: { fraction: number; atMs: number } | null = null;
  let isOver = false;
  return ({ phase, fraction }, elapsedMs) => {
    isOver ||= phase === 'warm-up' || phase === 'measure';
    if (isOver || phase !== 'check') return null;
    beganMs ??= elapsedMs;
    if (fraction === 0) return null;
    first ??= { fraction, atMs: elapsedMs };
    if (fraction <= first.fraction) return null;
    const pace = (elapsedMs - first.atMs) / (fraction - first.fraction);
    const endMs = elapsedMs + (whole - fraction) * pace;
    if (endMs <= PATIENCE * deadlineMs) return null;
    return `its check alone would take about ${formatDuration(endMs - beganMs)}, and the worker has ${formatDuration(deadlineMs)}; a smaller --batch takes less, a longer --time-budget gives it more`;
  };
}
