import { describe, expect, it } from 'vitest';
import { readIndexFile } from '../../find/index-file.ts';
import { toIndexFile } from '../../find/write-index.ts';
import type { NamedRow } from '../../rows/named-row.ts';
import { sampleRow } from '../../testing/sample-rows.ts';
import { parts } from '../measure/parts.ts';
import { type Native, nativeMarks, toNativeFile } from './native.ts';
import { marksOf, nativeOf } from './placed.ts';

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

const part = (id: string) => parts.find((one) => one.id === id)!;

describe('nativeMarks', () => {
  it('returns the best size of each device and engine, fastest first', () => {
    const marks = nativeMarks(
      [
        product(2),
        product(3, { size: 4096 }),
        product(1, { engine: 'pytorch', engineName: 'PyTorch' }),
        product(4, { hardware: 'nvidia-geforce-rtx-4070-super', name: 'NVIDIA GeForce RTX 4070 SUPER' }),
      ],
      part('product'),
    );
    expect(marks.map(({ name, value }) => [name, value])).toEqual([
      ['RTX 4070 SUPER', 4],
      ['RTX 2070', 3],
      ['RTX 2070', 1],
    ]);
    expect(marks[1]?.detail).toBe('native · TensorFlow · 4096 x 4096');
  });

  it('ignores everything but native float32 products of real devices', () => {
    expect(
      nativeMarks(
        [
          sampleRow(),
          product(1, { dtype: 'float16' }),
          product(2, { kind: 'software' }),
          product(3, { provenance: 'quick-test' }),
        ],
        part('product'),
      ),
    ).toEqual([]);
  });
});

describe('nativeMarks of a training', () => {
  it('counts samples per second, at the best batch, and says what was published', () => {
    const marks = nativeMarks(
      [
        sampleRow({ id: 'a', samplesPerSecond: 2000 }),
        sampleRow({ id: 'b', samplesPerSecond: 3000, batchSize: 256 }),
        sampleRow({ id: 'c', samplesPerSecond: 1000, provenance: 'measured', engine: 'pytorch' }),
        sampleRow({ id: 'd', samplesPerSecond: 9000, mode: 'infer' }),
        product(1),
      ],
      part('large-net'),
    );
    expect(marks.map(({ value, detail }) => [value, detail])).toEqual([
      [3000, 'published · TensorFlow · batch 256'],
      [1000, 'native · TensorFlow · batch 128'],
    ]);
  });
});

describe('a chip that the visitor compares with', () => {
  const entries = [
    product(2, {
      hardware: null,
      name: 'AMD EPYC',
      kind: 'cpu',
      device: { ...sampleRow().device, kind: 'cpu', name: 'AMD EPYC' },
    }),
    product(3),
    product(1, { id: 'slower', engine: 'pytorch' }),
  ];
  const outside = readIndexFile(
    toIndexFile([], new Map(), [{ name: 'AMD EPYC', vendor: 'AMD', kind: 'cpu', machine: 'vm', results: 1 }]),
  );
  const native: Native = { ...toNativeFile(entries, []), chips: outside };

  it('has its fastest native result on the axis, also where the catalogue does not know it', () => {
    expect(nativeOf('product', outside, native).map(({ name, value }) => [name, value])).toEqual([
      ['EPYC', 2],
    ]);
    const rtx = { ...outside[0]!, id: 'nvidia-geforce-rtx-2070' };
    expect(marksOf('product', [], native, [rtx]).map(({ value }) => value)).toEqual([3]);
    expect(nativeOf('attention', [rtx], native)).toEqual([]);
    expect(nativeOf('product', [rtx], null)).toEqual([]);
  });
});
