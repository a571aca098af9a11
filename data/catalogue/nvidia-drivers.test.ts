import { expect, it } from 'vitest';
import { findHardware } from './index.ts';
import { architectureOf } from './nvidia-architectures.ts';
import { firstDriverOf, nvidiaDrivers } from './nvidia-drivers.ts';

const all = nvidiaDrivers.flatMap(({ hardware }) => hardware);

it('names each card once, and only cards of the catalogue', () => {
  expect(new Set(all).size).toBe(all.length);
  for (const id of all) expect(findHardware(id).vendor).toBe('NVIDIA');
});

it('has no card in a driver that is older than its design', () => {
  for (const id of all) {
    const card = findHardware(id);
    expect(firstDriverOf(card)!.branch, id).toBeGreaterThanOrEqual(architectureOf(card)!.firstDriver!);
  }
});

it('knows the first driver of a card that came late', () => {
  expect(firstDriverOf(findHardware('nvidia-geforce-rtx-4070-super'))).toMatchObject({
    branch: 550,
    before: 545,
  });
  expect(firstDriverOf(findHardware('nvidia-geforce-rtx-3090'))).toBeNull();
});
