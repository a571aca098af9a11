/** @file What a power meter is: something that tells watts now and then, until it is stopped or lost. */
import type { Power } from '../../data/contract/outcome.ts';

export interface Reading {
  /** When it was read, by `performanceClock`. */
  atNs: number;
  watts: number;
}

export interface Meter {
  source: Power['source'];
  scope: Power['scope'];
  /** What a person knows it by, for example "nvidia-smi". */
  name: string;
  /** A reading is the mean of so many milliseconds before it: what lies half before an event does not count after it. */
  windowMs: number;
  /**
   * Begins to read. Neither callback comes after the other's `onLost` or after the returned function, which stops it.
   * @param onLost Called once at most, with the reason: no reading follows.
   */
  start(onReading: (reading: Reading) => void, onLost: (why: string) => void): () => void;
}

/** The contract's bound; what lies beyond it was not read rightly. */
const MOST_WATTS = 100_000;

/** Throws where the number can be no power. `said` is what the meter told. */
export function asWatts(watts: number, said: string): number {
  if (Number.isFinite(watts) && watts >= 0 && watts <= MOST_WATTS) return watts;
  throw new Error(`gave "${said}" instead of watts`);
}

/** Whether a meter works: null after its first reading, else why it gives none within the time. */
export function tryMeter(meter: Meter, deadlineMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const end = (why: string | null) => {
      clearTimeout(deadline);
      stop();
      resolve(why);
    };
    let stop = () => {};
    const deadline = setTimeout(() => end(`gave no reading within ${deadlineMs / 1000} s`), deadlineMs);
    stop = meter.start(
      () => end(null),
      (why) => end(why),
    );
  });
}
