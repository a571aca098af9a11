import { describe, expect, it } from 'vitest';
import { findHardware } from '../../data/catalogue/index.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { sampleRow } from '../testing/sample-rows.ts';
import { nativeMarks, peakMark } from './marks.ts';

const product = (value: number, changes: Partial<NamedRow> = {}) =>
  sampleRow({
    id: `product-${value}`,
    workload: 'matmul',
    mode: 'op',
    metric: 'tflops',
    unit: 'TFLOP/s',
    batchSize: null,
    size: 1024,
    provenance: 'measured',
    value,
    ...changes,
  });

describe('nativeMarks', () => {
  it('returns the best size of each device and engine, fastest first', () => {
    const marks = nativeMarks([
      product(2),
      product(3, { size: 4096 }),
      product(1, { engine: 'pytorch', engineName: 'PyTorch' }),
      product(4, { hardware: 'nvidia-geforce-rtx-4070-super', name: 'NVIDIA GeForce RTX 4070 SUPER' }),
    ]);
    expect(marks.map(({ name, tflops }) => [name, tflops])).toEqual([
      ['RTX 4070 SUPER', 4],
      ['RTX 2070', 3],
      ['RTX 2070', 1],
    ]);
    expect(marks[1]?.detail).toBe('native · TensorFlow · 4096 x 4096');
  });

  it('ignores everything but native float32 products of real devices', () => {
    expect(
      nativeMarks([
        sampleRow(),
        product(1, { dtype: 'float16' }),
        product(2, { kind: 'software' }),
        product(3, { provenance: 'quick-test' }),
      ]),
    ).toEqual([]);
  });

  it('thins many results to eight, keeping the slowest and the fastest', () => {
    const marks = nativeMarks(Array.from({ length: 30 }, (_, i) => product(i + 1, { hardware: `gpu-${i}` })));
    expect(marks).toHaveLength(8);
    expect([marks[0]?.tflops, marks.at(-1)?.tflops]).toEqual([30, 1]);
  });
});

describe('peakMark', () => {
  it('labels a peak as not measured', () => {
    const entry = findHardware('nvidia-geforce-rtx-2070');
    expect(peakMark(entry)).toMatchObject({
      name: 'RTX 2070',
      kind: 'peak',
      tflops: 7.46,
      detail: 'peak, not measured',
    });
    expect(
      peakMark({ ...entry, fp32Tflops: { value: 7.46, source: 'mem', verified: false } })?.detail,
    ).toContain('unverified');
    expect(peakMark({ ...entry, fp32Tflops: null })).toBeNull();
  });
});
