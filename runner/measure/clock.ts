/** @file The clock is an argument everywhere, so that tests can step it and a browser can lend its own. */

export interface Clock {
  /** Nanoseconds since some fixed instant; never goes back. */
  nowNs(): number;
  /** Milliseconds of the calendar's time: only to see whether both clocks agree. */
  wallMs(): number;
}

/** Node counts nanoseconds; a browser rounds to 5 microseconds (cross-origin isolated) or 100. */
export const performanceClock: Clock = {
  nowNs: () => Math.round(performance.now() * 1e6),
  wallMs: () => Date.now(),
};

/** How far the two clocks may drift apart: the larger of this share and this time (methodology, section 4). */
const AGREE_WITHIN = 0.01;
const AGREE_WITHIN_MS = 100;

/**
 * Looks at both clocks now; the function that it gives back looks again and throws where the time between was not
 * measured rightly: the monotonic clock went back, or the calendar's moved by more or less than it did.
 */
export function watchClock(clock: Clock): () => void {
  const begin = { ns: clock.nowNs(), wallMs: clock.wallMs() };
  return () => {
    const elapsedMs = (clock.nowNs() - begin.ns) / 1e6;
    const differenceMs = clock.wallMs() - begin.wallMs - elapsedMs;
    const allowedMs = Math.max(AGREE_WITHIN * elapsedMs, AGREE_WITHIN_MS);
    if (elapsedMs < 0) throw clockJumped(elapsedMs);
    if (Math.abs(differenceMs) > allowedMs) throw clockJumped(differenceMs);
  };
}

/** @param byMs How far it jumped; below 0 it went back. */
export function clockJumped(byMs: number): Error {
  const seconds = `${byMs < 0 ? '' : '+'}${(byMs / 1000).toFixed(3)} s`;
  return new Error(
    `the clock jumped by ${seconds} while measuring (a suspend or a corrected time?); measure again`,
  );
}
