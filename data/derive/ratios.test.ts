import { describe, expect, it } from 'vitest';
import type { Cell } from '../contract/cell.ts';
import { type RatioValue, ratiosOf } from './ratios.ts';

const cpu = { kind: 'cpu', api: 'none', name: 'x', software: false } as const;
const gpu = { kind: 'gpu', api: 'vulkan', name: 'y', software: false } as const;
const cell: Cell = {
  workload: 'mnist-cnn',
  mode: 'train',
  engine: 'tfjs-wasm',
  device: cpu,
  recipe: 'optimized',
  dtype: 'float32',
  batchSize: 256,
  size: null,
  sequenceLength: null,
  languageModel: null,
};
const trained = (value: number, change: Partial<Cell> = {}): RatioValue => ({
  cell: { ...cell, ...change },
  metric: 'secondsPerEpoch',
  value,
  scope: 'one computer',
});
const inferred = (value: number, change: Partial<Cell> = {}): RatioValue => ({
  ...trained(value, { mode: 'infer', ...change }),
  metric: 'samplesPerSecond',
});
const shown = (values: RatioValue[]) => ratiosOf(values).map(({ kind, ratio }) => [kind, ratio]);

describe('ratiosOf', () => {
  it('is above 1 where the expected side is faster, whichever way the metric counts', () => {
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
  ] as const)('compares no device across another %s', (_, change) => {
    expect(shown([trained(30), trained(10, change)])).toEqual([]);
  });

  it('compares nothing across computers or metrics', () => {
    expect(shown([trained(30), { ...trained(10, { device: gpu }), scope: 'another' }])).toEqual([]);
    expect(shown([trained(30), { ...trained(10, { device: gpu }), metric: 'secondsToTarget' }])).toEqual([]);
  });

  it('compares recipes at the batches of their own in training and at the best batch, else at one batch', () => {
    const naive = { recipe: 'naive', batchSize: 64 } as const;
    const found = [['optimized-over-naive', 2]];
    expect(shown([trained(10), trained(20, naive)])).toEqual(found);
    expect(shown([inferred(20), inferred(10, naive)])).toEqual([]);
    const peak = (value: RatioValue): RatioValue => ({ ...value, metric: 'peakSamplesPerSecond' });
    expect(shown([peak(inferred(20)), peak(inferred(10, naive))])).toEqual(found);
  });

  it('compares either half precision with float32, and no quantized model', () => {
    const values = [trained(10, { dtype: 'float16' }), trained(15, { dtype: 'bfloat16' }), trained(30)];
    expect(shown(values)).toEqual([
      ['half-over-float32', 3],
      ['half-over-float32', 2],
    ]);
    expect(shown([trained(30), trained(10, { dtype: 'quantized' })])).toEqual([]);
  });
});
