/** @file How often something short is done in one sample. */
import type { Clock } from '../../../measure/clock.ts';

/** A sample shall last this long, so that clock and waiting weigh little (methodology: at least 50 ms). */
const SAMPLE_MS = 50;

/** The most operations that are issued before waiting: a queue of commands is not endless. */
const MOST_PASSES = 256;

/** @param onePass does it once and waits for the device */
export async function passesPerSample(clock: Clock, onePass: () => Promise<void>): Promise<number> {
  const beforeNs = clock.nowNs();
  await onePass();
  const passMs = (clock.nowNs() - beforeNs) / 1e6;
  return Math.max(1, Math.min(MOST_PASSES, Math.ceil(SAMPLE_MS / passMs)));
}
