import { describe, expect, it } from 'vitest';
import type { Cell } from '../data/contract/cell.ts';
import type { Finished } from './events.ts';
import { formatDuration, formatNumber } from './format.ts';
import { formatChart, formatReport } from './report.ts';

const cell: Cell = {
  workload: 'vgg16-cifar100',
  mode: 'train',
  engine: 'tfjs-wasm',
  device: { kind: 'cpu', api: 'none', name: 'x', software: false },
  recipe: 'naive',
  dtype: 'float32',
  batchSize: 128,
  size: null,
  sequenceLength: null,
};
const finished: Finished = {
  id: 'vgg',
  cell,
  status: 'ok',
  reason: null,
  value: { value: 431.5, unit: 's/epoch', spread: null, n: 1, speedup: 2 },
};
const software = { ...cell, device: { ...cell.device, kind: 'gpu', software: true } } as const;

describe('formatReport', () => {
  it('shows value, unit and speedup, and a chart that says its scale', () => {
    const text = formatReport([finished], 80);
    expect(text).toMatch(/vgg16-cifar100 +naive +tfjs-wasm +cpu +128 +431\.5 s\/epoch +2x/);
    expect(text).toContain('Times faster than the i7-8700 (1x; log scale)');
    expect(text).not.toMatch(/spread/);
  });

  it('shows the spread of several repetitions', () => {
    const repeated = { ...finished, value: { ...finished.value!, spread: 0.0123, n: 3 } };
    expect(formatReport([repeated], 80)).toMatch(/±1\.23 % +3 /);
  });

  it('labels an emulated GPU and says why something was not measured', () => {
    const failed: Finished = {
      ...finished,
      id: 'other',
      status: 'timeout',
      reason: 'no result',
      value: null,
    };
    const text = formatReport([{ ...finished, cell: software }, failed], 80);
    expect(text).toContain('software gpu');
    expect(text).toContain('other: timeout: no result');
  });

  it('keeps a wrong result out of the chart and says so', () => {
    const text = formatReport([{ ...finished, reason: 'computed a wrong result' }], 80);
    expect(text).toContain('(wrong)');
    expect(text).not.toContain('log scale');
  });
});

describe('formatChart', () => {
  it('fits the terminal and grows with the logarithm', () => {
    const bars = [1, 10, 100].map((value) => ({ label: `v${value}`, value, text: `${value}x` }));
    const lines = formatChart('t', bars, 60).split('\n').slice(1);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
    const lengths = lines.map((line) => line.match(/█/g)?.length ?? 0);
    expect(lengths[2]! - lengths[1]!).toBeCloseTo(lengths[1]! - lengths[0]!, -1);
    expect(lengths[0]).toBeGreaterThan(0);
    expect(lengths[2]).toBeGreaterThan(lengths[1]!);
  });
});

it.each([
  [0.0123456, '0.0123'],
  [12.345, '12.3'],
  [863, '863'],
  [1234.56, '1235'],
])('%d is shown as %s', (value, text) => expect(formatNumber(value)).toBe(text));

it.each([
  [400, '0 s'],
  [59_400, '59 s'],
  [80_000, '1 min 20 s'],
  [7_500_000, '2 h 5 min'],
])('%d ms are shown as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
