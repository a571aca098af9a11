/** @file A Mac is found by its identifier, its number, or its line, size and year; never with a chip that it does not have. */
import { describe, expect, it } from 'vitest';
import { hardware } from '../../data/catalogue/index.ts';
import { readIndexFile } from './index-file.ts';
import { macs } from './macs.ts';
import { offersFor } from './offers.ts';
import { createFinder } from './rank.ts';
import { toIndexFile } from './write-index.ts';

const measured = ['apple-m1-max-32-core-gpu', 'apple-m2-10-core-gpu', 'intel-core-i9-9980hk'];
const find = createFinder(readIndexFile(toIndexFile(hardware, new Map(measured.map((id) => [id, 3])))));
const offers = (text: string) => offersFor(text, find);

/** "M1 Max" of "Apple M1 Max (32-core GPU)". */
const linesOf = (text: string) => [
  ...new Set(
    offers(text).flatMap(({ chips }) => chips.map(({ name }) => name.replace(/^Apple | \(.*/g, ''))),
  ),
];

describe('a Mac with a chip of Apple’s', () => {
  it.each([
    ['MacBookPro18,2', ['M1 Max']],
    ['iMac21,1', ['M1']],
    ['Mac15,9', ['M3 Max']],
    ['Mac14,2', ['M2']],
    ['Mac17,2', ['M5']],
    ['mac 16,11', ['M4 Pro']],
    ['macbook pro 18,2', ['M1 Max']],
    ['Model Identifier: MacBookPro17,1', ['M1']],
    ['A2338', ['M2', 'M1']],
    ['Model Number: A2485', ['M1 Max', 'M1 Pro']],
    ['macbook pro 16 2021', ['M1 Max', 'M1 Pro']],
    ['MacBook Pro (16-inch, 2021)', ['M1 Max', 'M1 Pro']],
    ['MacBook Pro 16-inch, Nov 2024', ['M4 Pro', 'M4 Max']],
    ['MacBook Air 15" 2023', ['M2']],
    ['imac 24 2023', ['M3']],
    ['mac studio 2022', ['M1 Max', 'M1 Ultra']],
    ['mac pro', ['M2 Ultra']],
    ['mac mini m4', ['M4']],
    ['mac studio m4', ['M4 Max']],
    ['imac m1', ['M1']],
    ['MBP M1 Max', ['M1 Max']],
    ['M1 Max, 2021', ['M1 Max']],
    ['mac studio ultra', ['M3 Ultra', 'M2 Ultra', 'M1 Ultra']],
    ['ipad pro m2', ['M2']],
    ['macbook pro 14 m3 pro', ['M3 Pro']],
  ])('"%s" has %j', (text, lines) => {
    expect(linesOf(text)).toEqual(lines);
  });

  it('says which models it may be', () => {
    const about = (text: string) => offers(text)[0]!.about;
    expect(about('mac15,9')).toBe('Mac15,9 is the MacBook Pro (16-inch, 2023) with M3 Max');
    expect(about('A2338')).toMatch(/\(13-inch, 2020\) with M1, or MacBook Pro \(13-inch, 2022\) with M2$/);
    expect(about('Mac Studio')).toContain('M4 Max, M3 Ultra, M2 Max, M2 Ultra, M1 Max or M1 Ultra.');
    expect(about('imac')).toContain('older ones have processors of Intel’s');
    expect(about('m1 max')).toBeNull();
  });

  it('keeps an identifier whole beside another chip', () => {
    expect(offers('Mac15,9, rtx 2070').map(({ term }) => term)).toEqual(['Mac15,9', 'rtx 2070']);
    expect(offers('rtx2070,4070').map(({ term }) => term)).toEqual(['rtx2070', '4070']);
  });

  it('of any line comes with the measured chips first', () => {
    for (const text of ['apple silicon', 'Mein Mac', 'macs'])
      expect(offers(text)[0]!.chips[0]!.name).toBe('Apple M2 (10-core GPU)');
  });
});

describe('a Mac that is not known', () => {
  it.each([
    'Mac99,1',
    'MacBookPro16,1',
    'iPhone15,2',
    'VirtualMac2,1',
    'A1278',
    'Model A1990',
    'MK1E3LL/A',
    'macbook pro 2017',
    'iMac 27 2020',
    'iMac Pro',
  ])('has no chip, and leads to the way to see it: "%s"', (text) => {
    const [offer, ...others] = offers(text);
    expect(others).toEqual([]);
    expect(offer!.chips).toEqual([]);
    expect(offer!.about).toContain('About This Mac');
  });

  it('is no reason to hide a chip with a number like one of Apple’s', () => {
    expect(offers('A2000')[0]!.chips[0]!.name).toBe('NVIDIA RTX A2000');
    expect(offers('A2000')[0]!.about).toBeNull();
  });

  it('with a chip of Intel’s is found by what its name says', () => {
    for (const text of ['MBP 2019', 'macbook pro 16 2019'])
      expect(offers(text)[0]!.chips[0]!.name).toContain('i9-9980HK');
  });
});

it('every chip of the table is one of the catalogue, and no identifier means two', () => {
  const names = hardware.map(({ name }) => name);
  for (const line of macs.flatMap(({ chips }) => Object.keys(chips)))
    expect(names.some((name) => name.startsWith(`Apple ${line} (`))).toBe(true);
  const identifiers = macs.flatMap(({ chips }) => Object.values(chips).flat());
  expect(new Set(identifiers).size).toBe(identifiers.length);
});
