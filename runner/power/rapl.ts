/** @file Power of the CPU packages of an x86 Linux machine, from the kernel's RAPL energy counters. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../measure/clock.ts';
import { type EnergyCounter, energyMeter, readCount } from './energy.ts';
import type { Meter } from './meter.ts';

/**
 * Lists the packages in /sys/class/powercap; their sum is the power of the CPU. Zones such as cores and memory are left
 * out because they belong to a package or are not part of the CPU; `psys` is the whole computer.
 * @throws the file system's error
 */
export function findPackages(root: string): EnergyCounter[] {
  const zones = readdirSync(root).filter((zone) => /^intel-rapl:\d+$/.test(zone));
  const packages = zones.filter((zone) =>
    readFileSync(join(root, zone, 'name'), 'utf8').startsWith('package'),
  );
  return packages.toSorted().map((zone) => ({
    file: join(root, zone, 'energy_uj'),
    rangeMicrojoules: readCount(join(root, zone, 'max_energy_range_uj'), 'microjoules'),
  }));
}

export const raplMeter = (packages: readonly EnergyCounter[], clock?: Pick<Clock, 'nowNs'>): Meter =>
  energyMeter(packages, { source: 'rapl', scope: 'package', name: 'RAPL' }, clock);
