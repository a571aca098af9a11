/** @file The list of chips that the box fetches is small and loses nothing. */
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { hardware } from '../../data/catalogue/index.ts';
import { readIndexFile } from './index-file.ts';
import { createFinder } from './rank.ts';
import { toIndexFile } from './write-index.ts';

const results = new Map(hardware.filter((_, i) => i % 7 === 0).map(({ id }, i) => [id, i + 1]));
const text = JSON.stringify(toIndexFile(hardware, results));

it('takes at most 40 KB over the network, with results for every seventh chip', () => {
  expect(gzipSync(text).length).toBeLessThan(40_000);
});

it('has every chip of the catalogue with its facts', () => {
  const chips = readIndexFile(JSON.parse(text));
  expect(chips.map(({ id }) => id)).toEqual(hardware.map(({ id }) => id));
  for (const [place, { name, vendor, kind, year, fp32Tflops }] of hardware.entries()) {
    const tflops = fp32Tflops && Number(fp32Tflops.value.toPrecision(3));
    expect(chips[place]).toMatchObject({ name, vendor, kind, year, tflops });
    expect(chips[place]!.results).toBe(results.get(chips[place]!.id) ?? 0);
  }
});

it('has the devices outside of the catalogue that have results', () => {
  const epyc = { name: 'AMD EPYC', vendor: 'AMD', kind: 'cpu', machine: 'vm', results: 108 } as const;
  const chips = readIndexFile(JSON.parse(JSON.stringify(toIndexFile(hardware, results, [epyc]))));
  expect(chips).toHaveLength(hardware.length + 1);
  expect(chips.at(-1)).toMatchObject(epyc);
  expect(hardware.some(({ id }) => id === chips.at(-1)!.id)).toBe(false);
  for (const text of ['epyc', 'AMD EPYC', 'epyc cpu'])
    expect(createFinder(chips)(text).hits[0]!.chip.machine).toBe('vm');
  expect(createFinder(chips)('epyc', 'gpu').hits).toEqual([]);
});

it('keeps names that spell a chip differently, and no mere respellings', () => {
  const chip = readIndexFile(JSON.parse(text)).find(({ id }) => id === 'nvidia-gb10');
  expect(chip!.aliases).toContain('DGX Spark');
  const super4070 = readIndexFile(JSON.parse(text)).find(({ id }) => id === 'nvidia-geforce-rtx-4070-super');
  expect(super4070!.aliases).not.toContain('GeForce RTX 4070 SUPER');
});
