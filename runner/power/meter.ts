/** @file The interface of a power meter: it reports watts repeatedly until it is stopped or lost. */
import type { Power } from '../../data/contract/outcome.ts';

export interface Reading {
  /** Time of the reading on `performanceClock`. */
  atNs: number;
  watts: number;
}

export interface Meter {
  source: Power['source'];
  scope: Power['scope'];
  /** Display name, for example "nvidia-smi". */
  name: string;
  /** A reading is the mean over this time before it; a reading whose window includes the start of a loop is dropped. */
  windowMs: number;
  /** How busy the device is right now, 0 to 1, or null; omitted where the meter does not know. Includes our own work. */
  readUtilization?(): Promise<number | null>;
  /**
   * Starts reading. Returns a function that stops the meter; no callback is called after it.
   * @param onLost Called at most once, with the reason; no reading follows.
   */
  start(onReading: (reading: Reading) => void, onLost: (reason: string) => void): () => void;
}

/** The contract's upper bound; a larger value is a misreading. */
const MOST_WATTS = 100_000;

/** Throws if the number is not a valid power, 0 included: a chip that is on draws some. `output` is what the meter printed. */
export function asWatts(watts: number, output: string): number {
  if (watts === 0) throw new Error('gave 0 W: its counter does not work here');
  if (watts > 0 && watts <= MOST_WATTS) return watts;
  throw new Error(`gave "${output}" instead of watts`);
}

/**
 * No chip that computes draws less: a bound that is chosen far below the smallest rated power in the catalogue, so that
 * it refuses only counters that do not work or that count a part.
 */
export const LEAST_RUNNING_WATTS = 0.5;

/** Waits for the first reading of a meter. Resolves to null, or to the reason why there was none in time. */
export function tryMeter(meter: Meter, deadlineMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const end = (reason: string | null) => {
      clearTimeout(deadline);
      stop();
      resolve(reason);
    };
    let stop = () => {};
    const deadline = setTimeout(
      () => end(`${meter.name} gave no reading within ${deadlineMs / 1000} s`),
      deadlineMs,
    );
    stop = meter.start(
      () => end(null),
      (reason) => end(reason),
    );
  });
}
