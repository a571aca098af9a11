import { describe, expect, it } from 'vitest';
import { findHardware } from '../../../data/catalogue/index.ts';
import type { Hardware } from '../../../data/contract/catalogue.ts';
import { type Chip, toChips } from './chip.ts';
import { peakMark } from './peak.ts';

const entry = findHardware('nvidia-geforce-rtx-2070');
const chip = (changes: Partial<Hardware> = {}): Chip => toChips([{ ...entry, ...changes }])[0]!;

describe('toChips', () => {
  it('has the chips that have a peak', () => {
    expect(toChips([entry, { ...entry, id: 'x', fp32Tflops: null }]).map(({ id }) => id)).toEqual([entry.id]);
  });
});

describe('peakMark', () => {
  it('labels a peak as not measured', () => {
    expect(peakMark(chip(), 'product')).toMatchObject({
      name: 'RTX 2070',
      kind: 'peak',
      value: 7.46,
      detail: 'peak, not measured',
    });
    const unverified = chip({ fp32Tflops: { value: 7.46, source: 'mem', verified: false } });
    expect(peakMark(unverified, 'product')?.detail).toContain('unverified');
  });

  it('takes the peak of the dtype, for products only', () => {
    expect(peakMark(chip(), 'half-product')?.value).toBe(entry.fp16Tflops!.value);
    expect(peakMark(chip({ fp16Tflops: null }), 'half-product')).toBeNull();
    expect(peakMark(chip(), 'large-net')).toBeNull();
  });
});
