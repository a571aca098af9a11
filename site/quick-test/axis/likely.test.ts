import { describe, expect, it } from 'vitest';
import { hardware } from '../../../data/catalogue/index.ts';
import { readIndexFile } from '../../find/index-file.ts';
import { toIndexFile } from '../../find/write-index.ts';
import type { Measurable } from '../device/device.ts';
import { likelyChips } from './likely.ts';

const chips = readIndexFile(toIndexFile(hardware, new Map()));

const gpu = (name: string, vendor = '', architecture = '', software = false): Measurable => ({
  kind: 'gpu',
  device: { kind: 'gpu', api: 'unknown', name, software },
  facts: { vendor, architecture, device: '', description: '', fallback: false, half: true },
  renderer: null,
});

const likely = (measured: Measurable, tflops: number | null = null) =>
  likelyChips(chips, measured, tflops).map(({ id }) => id);

describe('likelyChips', () => {
  it('is the chip whose name the browser tells', () => {
    expect(likely(gpu('NVIDIA GeForce RTX 4070 SUPER', 'nvidia', 'lovelace'))).toEqual([
      'nvidia-geforce-rtx-4070-super',
    ]);
    expect(likely(gpu('NVIDIA GeForce RTX 4070 Laptop GPU', 'nvidia', 'lovelace'))).toEqual([
      'nvidia-geforce-rtx-4070-laptop-gpu',
    ]);
  });

  it('are all variants if the name does not tell the memory or the number of cores', () => {
    expect(likely(gpu('Apple M1 Max', 'apple', 'metal-3')).toSorted()).toEqual([
      'apple-m1-max-24-core-gpu',
      'apple-m1-max-32-core-gpu',
    ]);
    expect(likely(gpu('NVIDIA GeForce RTX 3060', 'nvidia', 'ampere')).toSorted()).toEqual([
      'nvidia-geforce-rtx-3060-12gb',
      'nvidia-geforce-rtx-3060-8gb',
    ]);
  });

  it('are chips of the family that can be as fast as what was measured, the nearest peak first', () => {
    const turing = likelyChips(chips, gpu('nvidia turing', 'nvidia', 'turing'), 5);
    expect(turing).toHaveLength(8);
    expect(turing.every(({ tflops }) => tflops! >= 5 / 1.15)).toBe(true);
    const peaks = turing.map(({ tflops }) => tflops!);
    expect(peaks).toEqual(peaks.toSorted((a, b) => a - b));
    const fastest = likelyChips(chips, gpu('nvidia turing', 'nvidia', 'turing'), 14);
    expect(fastest.map(({ id }) => id)).toContain('nvidia-titan-rtx');
    expect(fastest.map(({ id }) => id)).not.toContain('nvidia-geforce-rtx-2070');
  });

  it('are none for a hidden GPU, a software adapter and a CPU', () => {
    expect(likely(gpu('hidden by the browser'))).toEqual([]);
    expect(likely(gpu('google swiftshader', 'google', 'swiftshader', true))).toEqual([]);
    const device = { kind: 'cpu', api: 'none', name: 'hidden by the browser', software: false } as const;
    expect(likely({ kind: 'cpu', device, logicalCores: 8, isolated: true })).toEqual([]);
  });
});
