import { expect, test } from 'vitest';
import type { KernelLimits, Variant } from '../kernels/kernel.ts';
import { loadedTiles, tileName } from '../kernels/tiles/tiles.ts';
import { calibrate } from './calibration.ts';
import { createChoices, type Trial } from './choices.ts';

const limits: KernelLimits = { workgroupBytes: 32_768, invocations: 256, subgroups: false, software: false };

/** A device without a clock on which large tiles are slow, as if their registers did not suffice. */
function openSpilling(slow: (name: string) => number) {
  let nowMs = 0;
  let opened = 0;
  let disposed = 0;
  const trial: Trial = {
    compile: async () => undefined,
    measure: async ({ name }: Variant) => {
      nowMs += 10;
      return slow(name);
    },
  };
  const open = async () => {
    opened++;
    return { ...trial, dispose: () => void disposed++ };
  };
  return { open, now: () => nowMs, counts: () => ({ opened, disposed }) };
}

test('a device gets the rates of its own tiles once, and keeps them', async () => {
  const { open, now, counts } = openSpilling((name) => (name.includes('/16x') ? 9 : 3));
  const choices = createChoices();
  const rates = await calibrate(limits, choices, open, now);
  expect(rates.get('128x128x16/16x8 ahead')! * 3).toBeCloseTo(rates.get('64x64x16/8x4')!, -1);
  expect(await calibrate(limits, choices, open, now)).toEqual(rates);
  expect(counts()).toEqual({ opened: 1, disposed: 1 });
  const first = loadedTiles(rates).toSorted((a, b) => b.share - a.share)[0]!;
  expect(tileName(first)).not.toContain('/16x');
});

test('what the device has no room for, or rejects, has no rate and is no candidate', async () => {
  const { open, now } = openSpilling((name) => (name.startsWith('64x64') ? Number.POSITIVE_INFINITY : 1));
  const choices = createChoices();
  const rates = await calibrate(limits, choices, open, now);
  expect(rates.has('256x128x16/16x8 double')).toBe(false);
  expect(rates.has('64x64x16/8x4')).toBe(false);
  expect(loadedTiles(rates).map(tileName)).toEqual([...rates.keys()]);
  expect(await calibrate(limits, choices, open, now)).toEqual(rates);
});
