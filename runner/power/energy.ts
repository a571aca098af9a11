/** @file Power from counters of energy in microjoules, which the kernel shows as files. */
import { readFileSync } from 'node:fs';
import { type Clock, performanceClock } from '../measure/clock.ts';
import { cleanReason } from '../text/clean-text.ts';
import { asWatts, type Meter } from './meter.ts';

/** Milliseconds between two reads of the kernel's files. */
export const EVERY_MS = 100;

/** A counter in microjoules; null if it does not wrap around within any run. */
export interface EnergyCounter {
  file: string;
  /** It begins at 0 again after so many. */
  rangeMicrojoules: number | null;
}

/** Microjoules between two reads of a counter that wrapped around at most once in between. */
export function microjoulesBetween(before: number, after: number, rangeMicrojoules: number | null): number {
  if (after >= before) return after - before;
  if (rangeMicrojoules === null) throw new Error('went back: its counter was reset');
  return after - before + rangeMicrojoules;
}

/** Calls `read` again and again until it throws; its reason begins with the name of the meter. */
export function startReading(name: string, read: () => void, onLost: (reason: string) => void): () => void {
  const timer = setInterval(() => {
    try {
      read();
    } catch (error) {
      clearInterval(timer);
      const reason = error instanceof Error ? error.message : String(error);
      onLost(cleanReason(`${name} ${reason}`).slice(0, 300));
    }
  }, EVERY_MS);
  return () => clearInterval(timer);
}

/** The sum of some counters. */
export function energyMeter(
  counters: readonly EnergyCounter[],
  meter: Pick<Meter, 'source' | 'scope' | 'name' | 'readUtilization'>,
  clock: Pick<Clock, 'nowNs'> = performanceClock,
): Meter {
  return {
    ...meter,
    windowMs: EVERY_MS,
    start(onReading, onLost) {
      let before: CounterRead | null = null;
      const read = () => {
        const now = {
          atNs: clock.nowNs(),
          counts: counters.map(({ file }) => readCount(file, 'microjoules')),
        };
        if (before !== null) onReading({ atNs: now.atNs, watts: wattsBetween(before, now, counters) });
        before = now;
      };
      return startReading(meter.name, read, onLost);
    },
  };
}

type CounterRead = { atNs: number; counts: readonly number[] };

function wattsBetween(before: CounterRead, now: CounterRead, counters: readonly EnergyCounter[]): number {
  const microjoules = counters.reduce(
    (sum, { rangeMicrojoules }, i) =>
      sum + microjoulesBetween(before.counts[i]!, now.counts[i]!, rangeMicrojoules),
    0,
  );
  if (microjoules === 0) throw new Error('does not change: its counter does not work here');
  // One microjoule per nanosecond is one kilowatt.
  const watts = (microjoules * 1000) / (now.atNs - before.atNs);
  return asWatts(watts, `${Math.round(microjoules / 1e6)} J more than before`);
}

/** @throws the file system's error, or one that quotes what stands there instead */
export function readCount(file: string, unit: string): number {
  const text = readFileSync(file, 'utf8').trim();
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new Error(`printed "${text}" instead of ${unit}`);
}
