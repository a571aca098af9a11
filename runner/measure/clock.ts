/** @file The clock is passed as an argument so that tests can step it and a browser can pass its own. */

export interface Clock {
  /** Nanoseconds since a fixed instant; monotonic. */
  nowNs(): number;
  /** Wall-clock time in milliseconds, used only to check that both clocks agree. */
  wallMs(): number;
}

/** Node resolves nanoseconds; a browser rounds to 5 microseconds (cross-origin isolated) or 100 microseconds. */
export const performanceClock: Clock = {
  nowNs: () => Math.round(performance.now() * 1e6),
  wallMs: () => Date.now(),
};

/** Readings after which a clock that stands still counts as one without steps. */
const MOST_READINGS = 1e5;

/** The step of a clock: the smallest difference between two readings of a few that were seen to differ. */
export function resolutionNs(clock: Clock): number {
  let smallestNs = Number.POSITIVE_INFINITY;
  let lastNs = clock.nowNs();
  for (let [reading, steps] = [0, 0]; reading < MOST_READINGS && steps < 10; reading++) {
    const nowNs = clock.nowNs();
    if (nowNs <= lastNs) continue;
    steps++;
    smallestNs = Math.min(smallestNs, nowNs - lastNs);
    lastNs = nowNs;
  }
  return Number.isFinite(smallestNs) ? smallestNs : 0;
}

/** Allowed difference between the two clocks: the larger of this share and this time (methodology, section 4). */
const AGREE_WITHIN = 0.01;
const AGREE_WITHIN_MS = 100;

/** Reads of both clocks that are no further apart are together. */
const TOGETHER_NS = 1e6;
/** A machine that pauses this process in each of as many reads is too busy for any measurement. */
const MOST_READS = 20;

/** Both clocks at one instant: a pause between the two reads, in which another program ran, is no difference of the clocks. */
function readBoth(clock: Clock): { ns: number; wallMs: number } {
  let closest = { ns: 0, wallMs: 0, apartNs: Number.POSITIVE_INFINITY };
  for (let reads = 0; reads < MOST_READS && closest.apartNs > TOGETHER_NS; reads++) {
    const ns = clock.nowNs();
    const wallMs = clock.wallMs();
    const apartNs = Math.abs(clock.nowNs() - ns);
    if (apartNs < closest.apartNs) closest = { ns, wallMs, apartNs };
  }
  return closest;
}

/**
 * Reads both clocks now. The returned function reads them again and throws if the monotonic clock went backwards or if
 * the two clocks disagree about the elapsed time.
 */
export function watchClock(clock: Clock): () => void {
  const begin = readBoth(clock);
  return () => {
    const end = readBoth(clock);
    const elapsedMs = (end.ns - begin.ns) / 1e6;
    const differenceMs = end.wallMs - begin.wallMs - elapsedMs;
    const allowedMs = Math.max(AGREE_WITHIN * elapsedMs, AGREE_WITHIN_MS);
    if (elapsedMs < 0) throw clockJumped(elapsedMs);
    if (Math.abs(differenceMs) > allowedMs) throw clockJumped(differenceMs);
  };
}

/** @param byMs Size of the jump; negative if the clock went backwards. */
export function clockJumped(byMs: number): Error {
  const seconds = `${byMs < 0 ? '' : '+'}${(byMs / 1000).toFixed(3)} s`;
  return new Error(
    `the clock jumped by ${seconds} while measuring (a suspend or a corrected time?); measure again`,
  );
}
