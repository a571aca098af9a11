/** @file Power of the CPU packages of an x86 Linux machine, from the kernel's RAPL energy counters. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, performanceClock } from '../measure/clock.ts';
import { cleanReason } from '../text/clean-text.ts';
import { asWatts, type Meter } from './meter.ts';

const EVERY_MS = 100;

/** One package. Its counter in microjoules wraps around to 0 after `rangeMicrojoules`. */
interface Package {
  file: string;
  rangeMicrojoules: number;
}

/**
 * Lists the packages in /sys/class/powercap; their sum is the power of the CPU. Zones such as cores and memory are left
 * out because they belong to a package or are not part of the CPU; `psys` is the whole computer.
 * @throws the file system's error
 */
export function findPackages(root: string): Package[] {
  const zones = readdirSync(root).filter((zone) => /^intel-rapl:\d+$/.test(zone));
  const packages = zones.filter((zone) => readText(join(root, zone, 'name')).startsWith('package'));
  return packages.toSorted().map((zone) => ({
    file: join(root, zone, 'energy_uj'),
    rangeMicrojoules: readCount(join(root, zone, 'max_energy_range_uj')),
  }));
}

/** Microjoules between two reads of a counter that wrapped around at most once in between. */
export function microjoulesBetween(before: number, after: number, rangeMicrojoules: number): number {
  return after >= before ? after - before : after - before + rangeMicrojoules;
}

export function raplMeter(
  packages: readonly Package[],
  clock: Pick<Clock, 'nowNs'> = performanceClock,
): Meter {
  return {
    source: 'rapl',
    scope: 'package',
    name: 'RAPL',
    windowMs: EVERY_MS,
    start(onReading, onLost) {
      const readCounters = () => ({
        atNs: clock.nowNs(),
        counters: packages.map(({ file }) => readCount(file)),
      });
      let before: CounterRead | null = null;
      const read = () => {
        try {
          const now = readCounters();
          if (before !== null) {
            const watts = wattsBetween(before, now, packages);
            onReading({ atNs: now.atNs, watts });
          }
          before = now;
        } catch (error) {
          clearInterval(timer);
          const reason = error instanceof Error ? error.message : String(error);
          onLost(cleanReason(`RAPL ${reason}`).slice(0, 300));
        }
      };
      const timer = setInterval(read, EVERY_MS);
      return () => clearInterval(timer);
    },
  };
}

type CounterRead = { atNs: number; counters: readonly number[] };

function wattsBetween(before: CounterRead, now: CounterRead, packages: readonly Package[]): number {
  const microjoules = packages.reduce(
    (sum, { rangeMicrojoules }, i) =>
      sum + microjoulesBetween(before.counters[i]!, now.counters[i]!, rangeMicrojoules),
    0,
  );
  if (microjoules === 0) throw new Error('does not change: its counter does not work here');
  // One microjoule per nanosecond is one kilowatt.
  const watts = (microjoules * 1000) / (now.atNs - before.atNs);
  return asWatts(watts, `${Math.round(microjoules / 1e6)} J more than before`);
}

function readText(file: string): string {
  return readFileSync(file, 'utf8').trim();
}

function readCount(file: string): number {
  const text = readText(file);
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new Error(`printed "${text}" instead of microjoules`);
}
