import { describe, expect, it } from 'vitest';
import { findHardware } from '../../../data/catalogue/index.ts';
import { readIndexFile } from '../../find/index-file.ts';
import { toIndexFile } from '../../find/write-index.ts';
import { peakMark, toPeakFacts } from './peak.ts';

const entry = findHardware('nvidia-geforce-rtx-2070');
const [chip] = readIndexFile(toIndexFile([entry], new Map()));
const facts = toPeakFacts([entry]);

describe('peakMark', () => {
  it('labels a peak as not measured', () => {
    expect(peakMark(chip!, 'product', facts)).toMatchObject({
      name: 'RTX 2070',
      kind: 'peak',
      value: 7.46,
      detail: 'peak, not measured',
    });
    const unverified = { ...entry, fp32Tflops: { value: 7.46, source: 'mem', verified: false } };
    expect(peakMark(chip!, 'product', toPeakFacts([unverified]))?.detail).toContain('unverified');
  });

  it('takes the peak of the dtype, for products only', () => {
    expect(peakMark(chip!, 'half-product', facts)?.value).toBe(entry.fp16Tflops!.value);
    expect(peakMark(chip!, 'half-product', toPeakFacts([{ ...entry, fp16Tflops: null }]))).toBeNull();
    expect(peakMark({ ...chip!, tflops: null }, 'product', facts)).toBeNull();
    expect(peakMark(chip!, 'large-net', facts)).toBeNull();
  });
});
