import { describe, expect, it } from 'vitest';
import type { Machine } from '../../contract/submission.ts';
import { slug } from '../../contract/words.ts';
import { machineSlug, submissionPath } from './file-name.ts';

const laptop: Machine = {
  os: { platform: 'darwin', name: 'macOS', version: '26.1', arch: 'arm64' },
  cpu: { name: 'Apple M1 Max', vendor: 'Apple', physicalCores: 10, logicalCores: 10, baseGHz: null },
  gpus: [{ name: 'Apple M1 Max', vendor: 'Apple', vramBytes: null, driver: null, cores: 32 }],
  memoryBytes: 68_719_476_736,
};

describe('submissionPath', () => {
  it('contains the machine, the day and the hash of the content', () => {
    const path = submissionPath(
      { machine: laptop, startedAt: '2026-11-22T23:59:59.000Z', suiteVersion: 1 },
      `89abcdef${'0'.repeat(56)}`,
    );
    expect(path).toBe('suite-1/apple-m1-max-apple-m1-max-32-cores-64gb-macos--2026-11-22--89abcdef.json');
  });

  it('refuses anything but a SHA-256', () => {
    const run = { machine: laptop, startedAt: '2026-11-22T12:00:00.000Z', suiteVersion: 1 } as const;
    expect(() => submissionPath(run, '../../etc')).toThrow(/64 lower-case hexadecimal digits/);
  });
});

describe('machineSlug', () => {
  it.each([
    ['a browser that reports nothing', { cpu: null, gpus: [], memoryBytes: null }, 'macos'],
    [
      'marks and clocks',
      { cpu: { ...laptop.cpu!, name: 'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz' }, gpus: [] },
      'intel-core-i7-8700-cpu-64gb-macos',
    ],
    [
      'other scripts and paths',
      { cpu: { ...laptop.cpu!, name: '../Ünï/А100' }, gpus: [], memoryBytes: null },
      'n-100-macos',
    ],
    [
      'nothing but signs',
      { cpu: null, gpus: [], memoryBytes: null, os: { ...laptop.os, name: '…' } },
      'unknown',
    ],
  ])('names %s', (_, change, expected) => {
    expect(machineSlug({ ...laptop, ...change })).toBe(expected);
  });

  it('is a slug of at most 120 characters for any names', () => {
    const long = { ...laptop.gpus[0]!, name: 'Very-'.repeat(40) };
    const made = machineSlug({ ...laptop, gpus: [long, { ...long, name: `-x${long.name}` }] });
    expect(slug(120).safeParse(made).success).toBe(true);
  });
});
