import { expect, it } from 'vitest';
import { isSameName } from './same-name.ts';

const navi31 = 'Navi 31 [Radeon RX 7900 XT/7900 XTX/7900 GRE/7900M]';
const polaris = 'Ellesmere [Radeon RX 470/480/570/570X/580/580X/590]';

it.each([
  [navi31, 'AMD Radeon RX 7900 XTX'],
  [navi31, 'AMD Radeon RX 7900M (RADV NAVI31)'],
  [polaris, 'AMD Radeon RX 580 Series (RADV POLARIS10)'],
  ['Raphael', 'AMD Ryzen 9 7950X 16-Core Processor (RADV RAPHAEL_MENDOCINO)'],
  ['Phoenix1', 'AMD Radeon 780M Graphics (RADV PHOENIX)'],
  [
    'Strix Halo [Radeon Graphics / Radeon 8050S Graphics / Radeon 8060S Graphics]',
    'AMD Radeon 8060S Graphics',
  ],
  ['Ponte Vecchio XT (2 Tile) [Data Center GPU Max 1550]', 'Intel(R) Data Center GPU Max 1550'],
  ['Battlemage G21 [Arc B580]', 'Intel(R) Arc(TM) B580 Graphics'],
  ['AD102 [GeForce RTX 4090]', 'NVIDIA GeForce RTX 4090'],
])('%s is %s', (one, other) => {
  expect(isSameName(one, other)).toBe(true);
  expect(isSameName(other, one)).toBe(true);
});

it.each([
  [navi31, 'AMD Radeon RX 7800 XT'],
  [navi31, 'AMD Radeon RX 7900'],
  [polaris, 'AMD Radeon RX 5700 XT (RADV NAVI10)'],
  ['Raphael', 'AMD Radeon RX 7900 XTX (RADV NAVI31)'],
  ['AD102 [GeForce RTX 4090]', 'NVIDIA GeForce RTX 4080'],
  ['Raptor Lake-S GT1 [UHD Graphics 770]', 'Intel(R) Arc(TM) A770 Graphics'],
])('%s is not %s', (one, other) => {
  expect(isSameName(one, other)).toBe(false);
  expect(isSameName(other, one)).toBe(false);
});
