/** @file The power of the CPU packages of an x86 Linux machine: the RAPL energy counters of the kernel. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performanceClock } from '../measure/clock.ts';
import { cleanReason } from '../text/clean-text.ts';
import { asWatts, type Meter } from './meter.ts';

const EVERY_MS = 100;

/** One package: its counter in microjoules begins again at 0 beyond `rangeMicrojoules`. */
interface Package {
  file: string;
  rangeMicrojoules: number;
}

/**
 * The packages below /sys/class/powercap; a sum over all of them is what the CPU takes. Zones within a package (cores,
 * memory) are part of it or lie beside it, `psys` is the whole computer. Throws what the file system throws.
 */
export function findPackages(root: string): Package[] {
  const zones = readdirSync(root).filter((zone) => /^intel-rapl:\d+$/.test(zone));
  const packages = zones.filter((zone) => readText(join(root, zone, 'name')).startsWith('package'));
  return packages.toSorted().map((zone) => ({
    file: join(root, zone, 'energy_uj'),
    rangeMicrojoules: readCount(join(root, zone, 'max_energy_range_uj')),
  }));
}

/** Microjoules between two looks at a counter that has begun again at most once meanwhile. */
export function microjoulesBetween(before: number, after: number, rangeMicrojoules: number): number {
  return after >= before ? after - before : after - before + rangeMicrojoules;
}

export function raplMeter(packages: readonly Package[]): Meter {
  return {
    source: 'rapl',
    scope: 'package',
    name: 'RAPL',
    windowMs: EVERY_MS,
    start(onReading, onLost) {
      const look = () => ({
        atNs: performanceClock.nowNs(),
        counters: packages.map(({ file }) => readCount(file)),
      });
      let before: ReturnType<typeof look> | null = null;
      const read = () => {
        try {
          const now = look();
          if (before !== null) {
            const watts = wattsBetween(before, now, packages);
            if (watts === 0) throw new Error('stands still: its counter does not count here');
            onReading({ atNs: now.atNs, watts });
          }
          before = now;
        } catch (error) {
          clearInterval(timer);
          const why = error instanceof Error ? error.message : String(error);
          onLost(cleanReason(`RAPL ${why}`).slice(0, 300));
        }
      };
      const timer = setInterval(read, EVERY_MS);
      return () => clearInterval(timer);
    },
  };
}

type Look = { atNs: number; counters: readonly number[] };

function wattsBetween(before: Look, now: Look, packages: readonly Package[]): number {
  const microjoules = packages.reduce(
    (sum, { rangeMicrojoules }, i) =>
      sum + microjoulesBetween(before.counters[i]!, now.counters[i]!, rangeMicrojoules),
    0,
  );
  // A microjoule in a nanosecond is a kilowatt.
  const watts = (microjoules * 1000) / (now.atNs - before.atNs);
  return asWatts(watts, `${Math.round(microjoules / 1e6)} J more than before`);
}

function readText(file: string): string {
  return readFileSync(file, 'utf8').trim();
}

function readCount(file: string): number {
  const text = readText(file);
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new Error(`printed "${text}" where it counts microjoules`);
}
