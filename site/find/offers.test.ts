/** @file A text may name several chips; each has its own offers. */
import { expect, it } from 'vitest';
import type { Chip } from './chip.ts';
import { offersFor, withoutTerm } from './offers.ts';
import { createFinder } from './rank.ts';
import { withoutReport } from './reported.ts';

const chip = (name: string, kind: Chip['kind'] = 'gpu'): Chip => ({
  id: name.toLowerCase().replaceAll(' ', '-'),
  name,
  vendor: 'NVIDIA',
  kind,
  aliases: [],
  year: 2020,
  memoryGB: null,
  tflops: 1,
  design: null,
  results: 0,
  machine: null,
});
const find = createFinder([
  ...Array.from({ length: 12 }, (_, i) => chip(`NVIDIA GeForce RTX 20${i + 10} SUPER`)),
  chip('Apple M1 Max'),
]);

it('several chips, separated by commas or words', () => {
  for (const text of ['2010, m1 max', '2010; m1 max', '2010 and m1 max', ' 2010 ,, m1 max,']) {
    expect(offersFor(text, find).map(({ term }) => term)).toEqual(['2010', 'm1 max']);
  }
});

it('shows the first hits and counts the others', () => {
  const [offer] = offersFor('rtx', find);
  expect(offer).toMatchObject({ term: 'rtx', more: 4, corrected: false });
  expect(offer!.chips).toHaveLength(8);
});

it.each<[string, ...string[]]>([
  ['2010+m1 max', '2010', 'm1 max'],
  ['2010/2012', '2010', '2012'],
  ['rtx 2010 8gb m1 max', 'rtx 2010', 'm1 max'],
  ['2010 with m1 max', '2010', 'm1 max'],
  ['2010 contre m1 max', '2010', 'm1 max'],
  ['2010 gegen m1 max', '2010', 'm1 max'],
  ['2010 versus m1 max', '2010', 'm1 max'],
  ['2010 vs. m1 max', '2010', 'm1 max'],
  ['2010 oder m1 max', '2010', 'm1 max'],
  ['2010 ou m1 max', '2010', 'm1 max'],
  ['2010 o m1 max', '2010', 'm1 max'],
  ['2010 contra m1 max', '2010', 'm1 max'],
  ['2010 or m1 max', '2010', 'm1 max'],
  ['2010 & m1 max', '2010', 'm1 max'],
  ['2010，m1 max', '2010', 'm1 max'],
  ['2010 super 16', '2010 super 16'],
  [
    'ANGLE (NVIDIA, NVIDIA GeForce RTX 2010 (0x1) Direct3D11, D3D11)',
    'ANGLE (NVIDIA, NVIDIA GeForce RTX 2010 (0x1) Direct3D11, D3D11)',
  ],
  ['M1 Max with 10-core CPU and 32-core GPU', 'M1 Max 10-core CPU', 'M1 Max 32-core GPU'],
  ['2010/2011/m1 max', '2010', '2011', 'm1 max'],
  ['2010 / 2011 | m1 max + 2012 super', '2010', '2011', 'm1 max', '2012 super'],
  ['2010/m1 max/zz9000', '2010', 'm1 max', 'zz9000'],
  ['NVIDIA GeForce RTX 2010 SUPER/PCIe/SSE2', 'NVIDIA GeForce RTX 2010 SUPER/PCIe/SSE2'],
])('reads "%s" as its chips', (text, ...terms) => {
  expect(offersFor(text, find).map(({ term }) => term)).toEqual(terms);
});

it.each(['2x rtx 2010', 'dual 2010', 'rtx 2010 x2', 'RTX 2010 24GB', 'RTX 2010 (navi, LLVM 15.0, DRM 3.57)'])(
  'forgives what is added to the name of a chip: "%s"',
  (text) => {
    const [offer, ...others] = offersFor(text, find);
    expect(others).toEqual([]);
    expect(offer).toMatchObject({
      term: text,
      corrected: false,
      chips: [{ name: 'NVIDIA GeForce RTX 2010 SUPER' }],
    });
  },
);

it.each([
  'ANGLE (NVIDIA, NVIDIA GeForce RTX 2010 SUPER Direct3D11 vs_5_0 ps_5_0, D3D11)',
  'NVIDIA GeForce RTX 2010 SUPER/PCIe/SSE2',
  '|   0  NVIDIA GeForce RTX 2010 SUPER        Off | 00000000:01:00.0  On |',
  'GPU 0: NVIDIA GeForce RTX 2010 SUPER (UUID: GPU-5a1c-22)',
  'GPU 0 NVIDIA GeForce RTX 2010 SUPER',
  'Card name: NVIDIA GeForce RTX 2010 SUPER',
  'Chipset Model: NVIDIA GeForce RTX 2010 SUPER',
  'NVIDIA GeForce RTX 2010 SUPER 1536 MB',
])('finds the chip in what a system prints: "%s"', (text) => {
  const [offer, ...others] = offersFor(text, find);
  expect(others).toEqual([]);
  expect(offer).toMatchObject({ corrected: false, ignored: [], more: 0 });
  expect(offer!.chips.map(({ name }) => name)).toEqual(['NVIDIA GeForce RTX 2010 SUPER']);
});

it.each([
  ['Chip Apple M1 Max', 'Apple M1 Max'],
  ['machdep.cpu.brand_string: Apple M1 Max', 'Apple M1 Max'],
  ['Model name: Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz', 'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz'],
  [
    'Processor: Intel(R) Core(TM) i7 CPU @ 3.20GHz (12 CPUs), ~3.2GHz',
    'Processor: Intel(R) Core(TM) i7 CPU @ 3.20GHz',
  ],
  ['2.4 GHz 8-Core Intel Core i9', 'Intel Core i9'],
])('leaves out what is printed around "%s"', (text, name) => {
  expect(withoutReport(text)).toBe(name);
});

it('a chip that was chosen leaves the text', () => {
  for (const text of ['2010, m1 max', '2010 m1 max'])
    expect(withoutTerm(offersFor(text, find), '2010')).toBe('m1 max');
  expect(withoutTerm(offersFor('2010', find), '2010')).toBe('');
});
