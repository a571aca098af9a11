import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DeviceKind } from '../contract/words.ts';
import { hardwareVariants, nearestHardware, resolveHardware } from './resolve.ts';

const GIBIBYTE = 2 ** 30;

/** Names as drivers, systems, benchmarks and browsers report them, with what their machines tell and the expected entry. */
const reported = readFileSync(new URL('device-names.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t') as [DeviceKind, string, string, string, string]);

/** Graphics of processors and Apple's chips share the machine's memory, which the file lists for them too. */
const clues = (memory: string, cores: string) => ({
  memoryBytes: memory === '' ? null : Number(memory) * GIBIBYTE,
  gpuCores: cores === '' ? null : Number(cores),
});

describe('resolveHardware', () => {
  it('has many reported names to read, some of which mean nothing', () => {
    expect(reported.length).toBeGreaterThan(300);
    expect(reported.filter(([, , , , id]) => id === '-').length).toBeGreaterThan(30);
  });

  it.each(reported)('reads %s "%s" with %s GiB and %s GPU cores as %s', (kind, name, memory, cores, id) => {
    expect(resolveHardware(name, kind, clues(memory, cores))?.id ?? '-').toBe(id);
  });

  it('tells the CPUs of one Apple chip apart by their cores', () => {
    const byCores = (cpuCores: number | null) => resolveHardware('Apple M4 Max', 'cpu', { cpuCores })?.id;
    expect([14, 16, 15, null].map(byCores)).toEqual([
      'apple-m4-max-14-core-cpu',
      'apple-m4-max-16-core-cpu',
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['a Cyrillic letter', 'NVIDIA GeForce RТX 4090'],
    ['a Greek letter', 'NVIDIA GeForce RΤX 4090'],
    ['full-width digits', 'NVIDIA GeForce RTX 4０90'],
    ['a no-break space', 'NVIDIA GeForce RTX\u00a04090'],
    ['a zero-width space', 'NVIDIA GeForce RTX 40\u200b90'],
    ['a Hangul filler', 'NVIDIA GeForce RTX 4090\u3164'],
    ['a combining mark', 'NVIDIA GeForce RTX 4090\u0301'],
    ['a bidirectional override', 'NVIDIA GeForce RTX \u202e4090'],
    ['a soft hyphen', 'NVIDIA GeForce RTX 40\u00ad90'],
  ])('reads nothing into a name with %s, but offers the real one', (_, name) => {
    expect(resolveHardware(name, 'gpu')).toBeNull();
    expect(hardwareVariants(name, 'gpu')).toEqual([]);
    expect(nearestHardware(name, 'gpu').length).toBeGreaterThan(0);
  });
});

describe('nearestHardware', () => {
  it.each([
    ['NVIDIA GeForce RTX 4096', 'gpu', 'nvidia-geforce-rtx-4090'],
    ['Intel Core i7-87000', 'cpu', 'intel-core-i7-8700'],
    ['AMD Radeon RX 7900 XTZ', 'gpu', 'amd-radeon-rx-7900-xtx'],
  ] as const)('offers for "%s" (%s) %s among at most three', (name, kind, id) => {
    const found = nearestHardware(name, kind).map((entry) => entry.id);
    expect(found).toContain(id);
    expect(found.length).toBeLessThanOrEqual(3);
  });

  it('offers no device of another maker than the name says', () => {
    for (const name of ['Apple A17 Pro GPU', 'NVIDIA Arc A310X', 'AMD GeForce RTX 4096'])
      for (const { vendor } of nearestHardware(name, 'gpu')) expect(name).toContain(vendor);
    expect(resolveHardware('Intel Arc A310 LP', 'gpu')?.id).toBe('intel-arc-a310');
  });

  it('offers the variants of a name that means several, and nothing for a name unlike all', () => {
    expect(nearestHardware('NVIDIA GeForce RTX 4060 Ti', 'gpu').map(({ id }) => id)).toEqual([
      'nvidia-geforce-rtx-4060-ti-8gb',
      'nvidia-geforce-rtx-4060-ti-16gb',
    ]);
    expect(nearestHardware('QEMU Virtual CPU version 2.5+', 'cpu')).toEqual([]);
    expect(nearestHardware('', 'gpu')).toEqual([]);
  });
});
