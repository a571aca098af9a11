import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { microjoulesBetween } from './energy.ts';
import type { Reading } from './meter.ts';
import { findPackages, raplMeter } from './rapl.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'trainmark-rapl-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function makeZone(
  zone: string,
  name: string,
  microjoules: number | string = 0,
  range = 262_143_328_850,
): void {
  mkdirSync(join(root, zone));
  writeFileSync(join(root, zone, 'name'), `${name}\n`);
  writeFileSync(join(root, zone, 'max_energy_range_uj'), `${range}\n`);
  setCounter(zone, microjoules);
}

function setCounter(zone: string, microjoules: number | string): void {
  writeFileSync(join(root, zone, 'energy_uj'), `${microjoules}\n`);
}

const TICK_MS = 20;

/**
 * Resolves to the first readings, or to the reason why there are none. `between` runs between them, each time after 20 ms of
 * the clock of the meter; a busy machine may take longer.
 */
function read(count: number, between: (tick: number) => void): Promise<Reading[] | string> {
  return new Promise((resolve) => {
    const readings: Reading[] = [];
    let tick = 0;
    const ticker = setInterval(() => between(++tick), TICK_MS);
    const clock = { nowNs: () => tick * TICK_MS * 1e6 };
    const end = (value: Reading[] | string) => {
      clearInterval(ticker);
      stop();
      resolve(value);
    };
    const stop = raplMeter(findPackages(root), clock).start((reading) => {
      readings.push(reading);
      if (readings.length === count) end(readings);
    }, end);
  });
}

describe('the counters of RAPL', () => {
  it('include all packages, but not their parts or the whole computer', () => {
    makeZone('intel-rapl:0', 'package-0');
    makeZone('intel-rapl:1', 'package-1');
    makeZone('intel-rapl:2', 'psys');
    makeZone('intel-rapl:0:0', 'core');
    makeZone('intel-rapl-mmio:0', 'package-0');
    const found = findPackages(root).map(({ file }) => file.slice(root.length + 1));
    expect(found).toEqual([join('intel-rapl:0', 'energy_uj'), join('intel-rapl:1', 'energy_uj')]);
  });

  it('wrap around at their maximum', () => {
    expect(microjoulesBetween(100, 350, 1000)).toBe(250);
    expect(microjoulesBetween(900, 50, 1000)).toBe(150);
  });

  it('give watts summed over the packages, also across a wraparound', async () => {
    const range = 2_000_000;
    makeZone('intel-rapl:0', 'package-0', 0, range);
    makeZone('intel-rapl:1', 'package-1', 0, range);
    // 200 mJ every 20 ms are 10 W per package, 20 W in total; the counters wrap around every 200 ms.
    const readings = await read(4, (tick) => {
      const microjoules = (tick * 200_000) % range;
      for (const zone of ['intel-rapl:0', 'intel-rapl:1']) setCounter(zone, microjoules);
    });
    expect(readings).toHaveLength(4);
    for (const { watts } of readings as Reading[]) expect(watts).toBeCloseTo(20, 6);
  });

  it.each([
    ['do not change', () => {}, /does not change/],
    ['disappear', (tick: number) => tick === 2 && rmSync(join(root, 'intel-rapl:0', 'energy_uj')), /ENOENT/],
    ['become unreadable', () => setCounter('intel-rapl:0', 'n/a'), /printed "n\/a" instead of microjoules/],
    [
      'decrease without a wraparound',
      (tick: number) => setCounter('intel-rapl:0', 1_000_000_000 - tick * 1_000_000),
      /J more than before" instead of watts/,
    ],
  ])('are lost if they %s', async (_, between, reason) => {
    makeZone('intel-rapl:0', 'package-0', 1_000_000_000);
    const lost = await read(1000, between);
    expect(lost).toMatch(reason);
    expect(lost).not.toContain(root);
  });
});
