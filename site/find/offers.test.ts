/** @file A text may name several chips; each has its own offers. */
import { expect, it } from 'vitest';
import type { Chip } from './chip.ts';
import { offersFor, withoutTerm } from './offers.ts';
import { createFinder } from './rank.ts';

const chip = (name: string, kind: Chip['kind'] = 'gpu'): Chip => ({
  id: name.toLowerCase().replaceAll(' ', '-'),
  name,
  vendor: 'NVIDIA',
  kind,
  aliases: [],
  year: 2020,
  memoryGB: null,
  tflops: 1,
  results: 0,
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

it('a chip that was chosen leaves the text', () => {
  expect(withoutTerm('2010, m1 max', '2010')).toBe('m1 max');
  expect(withoutTerm('2010', '2010')).toBe('');
});
