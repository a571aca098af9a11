/** @file A chip without results is led to the one with results that is most like it, and told why. */
import { describe, expect, it } from 'vitest';
import { hardware } from '../../data/catalogue/index.ts';
import type { Chip } from './chip.ts';
import { familyOf } from './family.ts';
import { readIndexFile } from './index-file.ts';
import { nearestTo } from './nearest.ts';
import { toIndexFile } from './write-index.ts';

const measured = [
  'nvidia-geforce-rtx-4070-super',
  'nvidia-geforce-rtx-4090',
  'nvidia-geforce-rtx-2070',
  'intel-core-i7-8700',
  'apple-m1-max-32-core-gpu',
  'apple-m1-max-10-core-cpu',
];
const chips = readIndexFile(toIndexFile(hardware, new Map(measured.map((id) => [id, 3]))));
const withCenters = readIndexFile(
  toIndexFile(
    hardware,
    new Map(
      [...measured.filter((id) => !id.endsWith('4090')), 'nvidia-h200-sxm', 'apple-m2-10-core-gpu'].map(
        (id) => [id, 3],
      ),
    ),
  ),
);
const chip = (id: string) => chips.find((one) => one.id === id)!;

describe('the nearest chip', () => {
  it('is of the family, with the nearest peak', () => {
    const [near] = nearestTo(chip('nvidia-geforce-rtx-4070'), chips);
    expect(near!.chip.id).toBe('nvidia-geforce-rtx-4070-super');
    expect(near!.reason).toBe('same family, GeForce RTX 40; rated 35.5 TFLOP/s in float32 against 29.1');
    expect(near!.estimate).toBe(
      'By these peaks, expect about 0.82x its speed for large nets, less loss for small ones.',
    );
  });

  it('is by peak where nothing of the family has results', () => {
    const [near] = nearestTo(chip('amd-radeon-rx-7800-xt'), chips);
    expect(near!.chip.id).toBe('nvidia-geforce-rtx-4070-super');
    expect(near!.reason).toMatch(/^near peak: rated 35.5 TFLOP\/s in float32 against /);
    expect(near!.estimate).toBe('Of another family, so its results are no estimate.');
  });

  it.each([
    ['nvidia-geforce-rtx-3060-12gb', 'nvidia-geforce-rtx-2070', 'similar peak'],
    ['nvidia-geforce-rtx-3060-laptop-gpu', 'nvidia-geforce-rtx-2070', 'similar peak'],
    ['amd-radeon-rx-7900-xtx', 'nvidia-geforce-rtx-4070-super', 'similar peak'],
    ['nvidia-gb10', 'nvidia-geforce-rtx-4070-super', 'similar peak'],
    ['amd-instinct-mi300x', 'nvidia-h200-sxm', 'rough match'],
    ['apple-m2-max-38-core-gpu', 'apple-m1-max-32-core-gpu', 'similar peak'],
    ['intel-uhd-graphics-630', 'apple-m2-10-core-gpu', 'rough match'],
  ])('of %s is %s, for its maker and its market', (id, near, short) => {
    expect(nearestTo(chip(id), withCenters)[0]).toMatchObject({ chip: { id: near }, short });
  });

  it('is a CPU for a CPU', () => {
    expect(nearestTo(chip('intel-core-i7-8700k'), chips)[0]!.chip.id).toBe('intel-core-i7-8700');
  });

  it('tells what a larger chip of the family may gain, and one with the same peak', () => {
    const estimate = (tflops: number | null) =>
      nearestTo({ ...chip('nvidia-geforce-rtx-4070'), tflops }, chips, 1)[0]!.estimate;
    expect(estimate(71)).toBe(
      'By these peaks, expect about 0.86x its speed for large nets, less loss for small ones.',
    );
    expect(estimate(165.2)).toBe(
      'By these peaks, expect up to 2x its speed for large nets, less gain for small ones.',
    );
    expect(estimate(36)).toBe('By these peaks, expect about the same speed.');
    expect(estimate(null)).toBeNull();
  });

  it('is none where family and peak are far', () => {
    const far = { ...chip('nvidia-geforce-rtx-4070'), id: 'other', name: 'Other 1', tflops: 0.01 };
    expect(nearestTo(far, chips)).toEqual([]);
  });

  it.each([
    ['apple-m3-max-16-core-cpu', 'apple-m1-max-10-core-cpu', /^rough match: same line, Apple M/],
    ['apple-m4-pro-14-core-cpu', 'apple-m1-max-10-core-cpu', /^rough match: same line, Apple M/],
    ['intel-n100', 'intel-core-i7-8700', /^rough match: also of Intel/],
    ['intel-core-ultra-7-155h', 'intel-core-i7-8700', /^rough match: also of Intel/],
    ['qualcomm-snapdragon-x-elite-x1e-80-100', 'apple-m1-max-10-core-cpu', /^rough match: also Arm/],
    ['raspberry-pi-5-broadcom-bcm2712', 'apple-m1-max-10-core-cpu', /^rough match: also Arm/],
  ])('of %s without a closer one is a rough match, and says so', (id, near, reason) => {
    const cpu = chips.find((one) => one.id === id)!;
    const [found] = nearestTo(cpu, chips);
    expect(found).toMatchObject({ chip: { id: near }, short: 'rough match' });
    expect(found!.reason).toMatch(reason);
  });

  it('may be a device outside of the catalogue', () => {
    const epyc: Chip = {
      ...chip('amd-epyc-9354'),
      id: 'vm:cpu:AMD EPYC',
      ...{ name: 'AMD EPYC', year: null, tflops: null, results: 108, machine: 'vm' },
    };
    const [found] = nearestTo(chip('amd-epyc-7713'), [...chips, epyc]);
    expect(found).toMatchObject({ chip: { machine: 'vm' }, short: 'rough match' });
  });

  it('is never the chip itself, and several are in order', () => {
    const near = nearestTo(chip('nvidia-geforce-rtx-4090'), chips, 2).map((one) => one.chip.id);
    expect(near).toEqual(['nvidia-geforce-rtx-4070-super']);
  });
});

describe('families', () => {
  it.each([
    ['nvidia-geforce-rtx-4070', 'GeForce RTX 40'],
    ['nvidia-geforce-gtx-1080-ti', 'GeForce GTX 10'],
    ['amd-radeon-rx-7800-xt', 'Radeon RX 7000'],
    ['apple-m1-max-32-core-gpu', 'Apple M1'],
    ['intel-core-i7-8700', 'Intel Core, generation 8'],
    ['intel-core-i7-13700kf', 'Intel Core, generation 13'],
    ['amd-ryzen-7-5800x3d', 'Ryzen 5000'],
    ['amd-epyc-9354', 'EPYC, generation 4'],
    ['intel-arc-a770-16gb', 'Intel Arc A series'],
  ])('%s is %s', (id, family) => {
    expect(familyOf(chip(id))).toBe(family);
  });

  it('name every chip without a pattern left in them', () => {
    for (const one of chips) expect(familyOf(one)).toMatch(/^[\w ,.()-]+$/);
  });
});
