/** @file The clock is an argument everywhere, so that tests can step it and a browser can lend its own. */

export interface Clock {
  /** Nanoseconds since some fixed instant; never goes back. */
  nowNs(): number;
}

/** Node counts nanoseconds; a browser rounds to 5 microseconds (cross-origin isolated) or 100. */
export const performanceClock: Clock = { nowNs: () => Math.round(performance.now() * 1e6) };
