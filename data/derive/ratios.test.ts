import { describe, expect, it } from 'vitest';
import type { Cell } from '../contract/cell.ts';
import { sampleCell } from '../testing/sample-cell.ts';
import { type RatioValue, ratiosOf } from './ratios.ts';

const cpu = { kind: 'cpu', api: 'none', name: 'x', software: false } as const;
const gpu = { kind: 'gpu', api: 'vulkan', name: 'y', software: false } as const;
const cell = sampleCell({ device: cpu, batchSize: 256 });
const trained = (value: number, change: Partial<Cell> = {}): RatioValue => ({
  cell: { ...cell, ...change },
  metric: 'secondsPerEpoch',
  value,
  scope: 'one machine',
});
const inferred = (value: number, change: Partial<Cell> = {}): RatioValue => ({
  ...trained(value, { mode: 'infer', ...change }),
  metric: 'samplesPerSecond',
});
const shown = (values: RatioValue[]) => ratiosOf(values).map(({ kind, ratio }) => [kind, ratio]);

describe('ratiosOf', () => {
  it('is above 1 if the expected side is faster, for both directions of the metric', () => {
    expect(shown([trained(30), trained(10, { device: gpu })])).toEqual([['gpu-over-cpu', 3]]);
    expect(shown([inferred(30), inferred(10, { device: gpu })])).toEqual([['gpu-over-cpu', 1 / 3]]);
  });

  it.each([
    ['engine', { device: gpu, engine: 'tfjs-webgpu' }],
    ['recipe', { device: gpu, recipe: 'naive' }],
    ['precision', { device: gpu, dtype: 'float16' }],
    ['batch', { device: gpu, batchSize: 64 }],
    ['length', { device: gpu, sequenceLength: 64 }],
    ['emulated GPU', { device: { ...gpu, software: true } }],
  ] as const)('does not compare devices across a different %s', (_, change) => {
    expect(shown([trained(30), trained(10, change)])).toEqual([]);
  });

  it('does not compare across machines or metrics', () => {
    expect(shown([trained(30), { ...trained(10, { device: gpu }), scope: 'another' }])).toEqual([]);
    expect(shown([trained(30), { ...trained(10, { device: gpu }), metric: 'secondsToTarget' }])).toEqual([]);
  });

  it('compares recipes at their own batch in training and in sweeps, otherwise at the same batch', () => {
    const naive = { recipe: 'naive', batchSize: 64 } as const;
    const found = [['optimized-over-naive', 2]];
    expect(shown([trained(10), trained(20, naive)])).toEqual(found);
    expect(shown([inferred(20), inferred(10, naive)])).toEqual([]);
    const peak = (value: RatioValue): RatioValue => ({ ...value, metric: 'peakSamplesPerSecond' });
    expect(shown([peak(inferred(20)), peak(inferred(10, naive))])).toEqual(found);
  });

  it('compares both half precisions with float32, but not quantized models', () => {
    const values = [trained(10, { dtype: 'float16' }), trained(15, { dtype: 'bfloat16' }), trained(30)];
    expect(shown(values)).toEqual([
      ['half-over-float32', 3],
      ['half-over-float32', 2],
    ]);
    expect(shown([trained(30), trained(10, { dtype: 'quantized' })])).toEqual([]);
  });

  it('compares tf32 with float32, but not with half precision', () => {
    expect(shown([trained(10, { dtype: 'tf32' }), trained(30)])).toEqual([['tf32-over-float32', 3]]);
    expect(shown([trained(10, { dtype: 'tf32' }), trained(5, { dtype: 'bfloat16' })])).toEqual([]);
  });

  it('grow linearly with the devices of a machine: each value is compared with the fastest of the other side', () => {
    const gpus = Array.from({ length: 320 }, (_, index) =>
      trained(10 + index, { device: { ...gpu, name: `GPU ${index}` } }),
    );
    const cpus = Array.from({ length: 320 }, (_, index) => trained(30 + index));
    const found = shown([...cpus, ...gpus]);
    expect(found).toHaveLength(320);
    expect(found[0]).toEqual(['gpu-over-cpu', 3]);
  });
});
