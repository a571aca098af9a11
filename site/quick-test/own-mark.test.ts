import { describe, expect, it } from 'vitest';
import { findHardware } from '../../data/catalogue/index.ts';
import type { Observed } from '../../data/contract/outcome.ts';
import type { Axis } from './axis/marks.ts';
import type { Measurable } from './device.ts';
import { ownMark, withPeak } from './own-mark.ts';
import type { Measured, Summary } from './summary.ts';

const cpu: Measurable = {
  kind: 'cpu',
  device: { kind: 'cpu', api: 'none', name: 'hidden by the browser', software: false },
  logicalCores: 8,
  isolated: true,
};

const best = (observed: Observed): Measured & Summary => ({
  kind: 'measured',
  id: 'matmul/op/wasm/cpu/optimized/float32/n512',
  part: 'product',
  title: 'Matrix product, float32',
  size: '512 × 512',
  device: 'cpu',
  correct: true,
  value: 0.08,
  unit: 'TFLOP/s',
  low: null,
  high: null,
  passMs: 3,
  samples: 1,
  secondsPerEpoch: null,
  losses: null,
  maxError: 1e-7,
  tolerance: 1e-4,
  observed,
  trouble: null,
});

describe('ownMark', () => {
  it('says of a CPU how it computed, because no browser tells its name', () => {
    const result = best({ threads: 8, simd: true, relaxedSimd: true });
    expect(ownMark(result, cpu, [result])).toMatchObject({
      name: 'CPU of this machine',
      detail: 'this browser · 8 threads, relaxed SIMD · 512 × 512',
      cpu: true,
    });
    const alone = best({ threads: 1, simd: true, relaxedSimd: false });
    expect(ownMark(alone, cpu, [alone]).detail).toContain('1 thread, SIMD');
  });
});

describe('withPeak', () => {
  it('adds the peaks of the chosen devices, once each', () => {
    const empty: Axis = { part: 'product', title: 'x', unit: 'TFLOP/s', marks: [] };
    const chosen = [findHardware('nvidia-geforce-rtx-2070'), findHardware('intel-core-i7-8700')];
    const axis = withPeak(empty, chosen);
    expect(axis.marks.map(({ name }) => name)).toEqual(['RTX 2070', 'i7-8700']);
    expect(withPeak(axis, chosen).marks).toHaveLength(2);
  });
});
