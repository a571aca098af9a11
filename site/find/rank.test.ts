/** @file Chips are found by what people type for them, the one that they mean first. */
import { describe, expect, it } from 'vitest';
import { hardware } from '../../data/catalogue/index.ts';
import { readIndexFile } from './index-file.ts';
import { createFinder } from './rank.ts';
import { toIndexFile } from './write-index.ts';

const measured = ['nvidia-geforce-rtx-4070-super', 'apple-m1-max-32-core-gpu', 'apple-m1-max-10-core-cpu'];
const find = createFinder(
  readIndexFile(toIndexFile(hardware, new Map(measured.map((id, i) => [id, i + 1])))),
);
const names = (text: string, part: 'gpu' | 'cpu' | null = null) =>
  find(text, part).hits.map(({ chip }) => chip.name);

describe('the first hit', () => {
  it.each([
    ['4070s', 'NVIDIA GeForce RTX 4070 SUPER'],
    ['rtx4070', 'NVIDIA GeForce RTX 4070'],
    ['rtx 4070 super', 'NVIDIA GeForce RTX 4070 SUPER'],
    ['4070 ti s', 'NVIDIA GeForce RTX 4070 Ti SUPER'],
    ['gtx1080ti', 'NVIDIA GeForce GTX 1080 Ti'],
    ['2070', 'NVIDIA GeForce RTX 2070'],
    ['4060 laptop', 'NVIDIA GeForce RTX 4060 Laptop GPU'],
    ['4070 mobile', 'NVIDIA GeForce RTX 4070 Laptop GPU'],
    ['rtx 4060 ti 16', 'NVIDIA GeForce RTX 4060 Ti 16GB'],
    ['rtx 4090 24gb', 'NVIDIA GeForce RTX 4090'],
    ['4070 12 gb', 'NVIDIA GeForce RTX 4070'],
    ['rtx 3080 12gb', 'NVIDIA GeForce RTX 3080 12GB'],
    ['m4', 'Apple M4 (10-core GPU)'],
    ['tesla m4', 'NVIDIA Tesla M4'],
    ['dgx spark', 'NVIDIA GB10 (DGX Spark)'],
    ['m1max', 'Apple M1 Max (32-core GPU)'],
    ['m1 max', 'Apple M1 Max (32-core GPU)'],
    ['m4 pro 16', 'Apple M4 Pro (16-core GPU)'],
    ['m2 8 core cpu', 'Apple M2 (8-core CPU)'],
    ['i78700', 'Intel Core i7-8700'],
    ['i7 8700 k', 'Intel Core i7-8700K'],
    ['i9 9980hk', 'Intel Core i9-9980HK (MBP 16 2019)'],
    ['Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz', 'Intel Core i7-8700'],
    ['7800xt', 'AMD Radeon RX 7800 XT'],
    ['rx 6600', 'AMD Radeon RX 6600'],
    ['a770', 'Intel Arc A770 16GB'],
    ['5800x3d', 'AMD Ryzen 7 5800X3D'],
    ['r7 5800x', 'AMD Ryzen 7 5800X'],
    ['5600g', 'AMD Ryzen 5 5600G'],
    ['tr 3990x', 'AMD Ryzen Threadripper 3990X'],
    ['epyc 9354', 'AMD EPYC 9354'],
    ['xeon e5 2690v4', 'Intel Xeon E5-2690 v4'],
    ['ultra 7 155h', 'Intel Core Ultra 7 155H'],
    ['ANGLE (Apple, ANGLE Metal Renderer: Apple M1 Max, Unspecified Version)', 'Apple M1 Max (32-core GPU)'],
  ])('for "%s" is %s', (text, name) => {
    expect(names(text)[0]).toBe(name);
    expect(find(text).corrected).toBe(false);
  });

  it('is one of several where the text does not tell them apart', () => {
    const found = names('h100');
    for (const name of ['NVIDIA H100 NVL', 'NVIDIA H100 PCIe', 'NVIDIA H100 SXM5'])
      expect(found).toContain(name);
    expect(found.filter((name) => !name.startsWith('NVIDIA H100 '))).toEqual([]);
  });
});

describe('words beside the name', () => {
  it.each([
    ['AMD Ryzen 7 7840U', 'AMD Ryzen 7 7840U'],
    ['M4 Max 40 core', 'Apple M4 Max (40-core GPU)'],
    ['M4 Max 16 core', 'Apple M4 Max (16-core CPU)'],
    ['m3 max 16 core cpu', 'Apple M3 Max (16-core CPU)'],
    ['m3 max cpu 16 core', 'Apple M3 Max (16-core CPU)'],
    ['m4 pro 14c cpu', 'Apple M4 Pro (14-core CPU)'],
    ['m4 max 40 Kerne', 'Apple M4 Max (40-core GPU)'],
    ['ryzen 7 5800x 8-core processor', 'AMD Ryzen 7 5800X'],
    ['11th gen i7-1165G7', 'Intel Core i7-1165G7'],
    ['Grafikkarte RTX 4070', 'NVIDIA GeForce RTX 4070'],
    ['carte graphique RTX 4070', 'NVIDIA GeForce RTX 4070'],
    ['видеокарта rtx 4070', 'NVIDIA GeForce RTX 4070'],
    ['显卡 rtx 4070', 'NVIDIA GeForce RTX 4070'],
    ['RTX 4070 portátil', 'NVIDIA GeForce RTX 4070 Laptop GPU'],
    ['RTX 4070 ноутбук', 'NVIDIA GeForce RTX 4070 Laptop GPU'],
    ['ノートパソコン RTX 4070', 'NVIDIA GeForce RTX 4070 Laptop GPU'],
    ['rtx 3060 12 Go', 'NVIDIA GeForce RTX 3060 12GB'],
    ['Prozessor i7-8700', 'Intel Core i7-8700'],
  ])('are understood in "%s"', (text, name) => {
    const { hits, ignored } = find(text);
    expect(hits[0]?.chip.name).toBe(name);
    expect(ignored).toEqual([]);
  });

  it.each([
    ['my rtx 4070 please', 'NVIDIA GeForce RTX 4070', ['my', 'please']],
    ['rtx 4090 24gb vram', 'NVIDIA GeForce RTX 4090', ['vram']],
    ['google colab t4', 'NVIDIA T4', ['colab']],
    ['msi gaming x trio 3080 10gb', 'NVIDIA GeForce RTX 3080 10GB', ['msi', 'gaming', 'x', 'trio']],
    ['lenovo legion 5 rtx 2070', 'NVIDIA GeForce RTX 2070', ['lenovo', 'legion', '5']],
  ])('are left out and named in "%s"', (text, name, ignored) => {
    const found = find(text);
    expect(found.hits[0]?.chip.name).toBe(name);
    expect(found.ignored).toEqual(ignored);
  });

  it('are no reason to offer a chip that merely shares a number', () => {
    for (const text of ['iphone 15 pro', 'pixel 8', 'thinkpad t14', 'dell xps 15'])
      expect(names(text)).toEqual([]);
  });
});

describe('typing errors', () => {
  it.each([
    ['gefroce 4070', 'NVIDIA GeForce RTX 4070'],
    ['rtx 4070 supr', 'NVIDIA GeForce RTX 4070 SUPER'],
    ['radoen 7800 xt', 'AMD Radeon RX 7800 XT'],
    ['ryzne 5950x', 'AMD Ryzen 9 5950X'],
    ['gtx 4070', 'NVIDIA GeForce RTX 4070'],
    ['rtx 490', 'NVIDIA GeForce RTX 4090'],
    ['appel m1 max', 'Apple M1 Max (32-core GPU)'],
    ['arc 770', 'Intel Arc A770 16GB'],
  ])('of "%s" are forgiven', (text, name) => {
    expect(names(text)[0]).toBe(name);
    expect(find(text).corrected).toBe(true);
  });

  it('an o for a zero is none', () => {
    expect(names('4o70')[0]).toBe('NVIDIA GeForce RTX 4070');
  });

  it('are not forgiven where they could mean anything', () => {
    for (const text of ['game console', 'qqqqq', 'zz9', '', 'geforce 4007', 'gt 888'])
      expect(names(text)).toEqual([]);
  });
});

describe('the order', () => {
  it('has the chip itself first, then those with results', () => {
    expect(names('4070').slice(0, 2)).toEqual(['NVIDIA GeForce RTX 4070', 'NVIDIA GeForce RTX 4070 SUPER']);
    expect(names('m1 max')).toEqual([
      'Apple M1 Max (32-core GPU)',
      'Apple M1 Max (10-core CPU)',
      'Apple M1 Max (24-core GPU)',
    ]);
  });

  it('leaves out numbers that only begin as typed where one is whole', () => {
    expect(names('i7 870')[0]).toBe('Intel Core i7-870');
    expect(names('i7 870')).not.toContain('Intel Core i7-8700');
    expect(names('i7 87')).toContain('Intel Core i7-8700');
  });
});

describe('designs and code names', () => {
  it.each([
    ['turing', /RTX 20|GTX 16|Quadro RTX|NVIDIA T|CMP|MX|TITAN RTX/],
    ['hopper', /H100|H20|H800|GH200/],
    ['ampere', /RTX 30|RTX A|NVIDIA A|Jetson|RTX 2050|MX570|CMP/],
    ['blackwell', /RTX 50|Blackwell|B[23]00|GB|6000D|Thor|Jetson T/],
    ['zen 4', /Ryzen|EPYC|Threadripper/],
    ['zen4 epyc', /EPYC \w{3}4/],
    ['rdna3', /RX 7|W7|7\d0M/],
    ['RDNA 2', /RX 6|W6|6\d0M/],
    ['raptor lake', /i\d-1[34]/],
    ['alchemist', /Arc (?:Pro )?A/],
    ['rtx ada', /RTX/],
  ])('"%s" finds its chips first', (text, form) => {
    const found = names(text).slice(0, 8);
    expect(found.length).toBeGreaterThan(4);
    for (const name of found) expect(name).toMatch(form);
  });

  it('have their measured chips first', () => {
    expect(names('ada lovelace')[0]).toBe('NVIDIA GeForce RTX 4070 SUPER');
  });
});

describe('GPUs and CPUs', () => {
  it('alone are all that have results, the most measured first', () => {
    expect(names('Grafikkarte')).toEqual(['Apple M1 Max (32-core GPU)', 'NVIDIA GeForce RTX 4070 SUPER']);
    expect(names('prozessor')).toEqual(['Apple M1 Max (10-core CPU)']);
  });

  it('a search for a GPU brings no CPU', () => {
    expect(names('rx 6600').every((name) => name.startsWith('AMD Radeon'))).toBe(true);
    expect(names('m1 max gpu')).toEqual(['Apple M1 Max (32-core GPU)', 'Apple M1 Max (24-core GPU)']);
    expect(names('m1 max', 'gpu')).toEqual(names('m1 max gpu'));
    expect(names('m1 max', 'cpu')).toEqual(['Apple M1 Max (10-core CPU)']);
  });
});
