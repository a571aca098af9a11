import { describe, expect, it } from 'vitest';
import type { NativeMark } from './mark.ts';
import { fastestOfEach, standingOf, thin } from './neighbors.ts';

const mark = (hardware: string, value: number, changes: Partial<NativeMark> = {}): NativeMark => ({
  id: `${hardware}-${value}`,
  hardware,
  name: hardware,
  detail: 'native · PyTorch',
  value,
  kind: 'native',
  vendor: 'NVIDIA',
  cpu: false,
  ...changes,
});

/** Twenty GPUs with two engines each, and a CPU; fastest first. */
const marks = [
  ...Array.from({ length: 20 }, (_, i) => [
    mark(`gpu-${20 - i}`, 20 - i),
    mark(`gpu-${20 - i}`, 19.5 - i),
  ]).flat(),
  mark('cpu', 0.1, { cpu: true }),
];

const names = (shown: readonly NativeMark[]) => shown.map(({ hardware, value }) => `${hardware} ${value}`);

describe('standingOf', () => {
  it('shows the engines of the chip itself, three devices on each side, and the fastest', () => {
    const { own, others, compared, faster } = standingOf(marks, 4.2, 'gpu-10', false);
    expect(names(own)).toEqual(['gpu-10 10', 'gpu-10 9.5']);
    expect(names(others)).toEqual([
      'gpu-20 20',
      'gpu-13 13',
      'gpu-12 12',
      'gpu-11 11',
      'gpu-9 9',
      'gpu-8 8',
      'gpu-7 7',
    ]);
    expect(compared).toBe(19);
    // Those from 5 to 20 without the chip itself.
    expect(faster).toBe(15);
  });

  it('takes the neighbors of the value where the chip is not known or has no native result', () => {
    for (const hardware of [null, 'other']) {
      const { own, others } = standingOf(marks, 4.2, hardware, false);
      expect(own).toEqual([]);
      expect(names(others)).toEqual([
        'gpu-20 20',
        'gpu-7 7',
        'gpu-6 6',
        'gpu-5 5',
        'gpu-4 4',
        'gpu-3 3',
        'gpu-2 2',
      ]);
    }
  });

  it('compares a CPU with CPUs', () => {
    expect(names(standingOf(marks, 4, null, true).others)).toEqual(['cpu 0.1']);
    expect(standingOf([], 4, null, true)).toEqual({ own: [], others: [], compared: 0, faster: 0 });
  });
});

describe('fastestOfEach and thin', () => {
  it('keep one mark a device, and the ends of a long list', () => {
    const devices = fastestOfEach(marks);
    expect(devices).toHaveLength(21);
    const few = thin(devices, 8);
    expect(few).toHaveLength(8);
    expect([few[0]!.value, few.at(-1)!.value]).toEqual([20, 0.1]);
    expect(thin([1, 2], 8)).toEqual([1, 2]);
  });
});
