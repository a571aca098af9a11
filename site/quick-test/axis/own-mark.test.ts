import { describe, expect, it } from 'vitest';
import type { Observed } from '../../../data/contract/outcome.ts';
import type { Run } from '../result/run.ts';
import type { Measured, Summary } from '../result/summary.ts';
import { ownMark } from './own-mark.ts';

const device: Run['device'] = { kind: 'cpu', name: 'hidden by the browser', software: false };

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
  course: [],
  maxError: 1e-7,
  tolerance: 1e-4,
  observed,
  trouble: null,
});

describe('ownMark', () => {
  it('says of a CPU how it computed, because no browser tells its name', () => {
    const result = best({ threads: 8, simd: true, relaxedSimd: true });
    expect(ownMark(result, { device, summaries: [result] })).toMatchObject({
      name: 'CPU of this machine',
      detail: 'in the browser · 8 threads, relaxed SIMD · 512 × 512',
      cpu: true,
    });
    const alone = best({ threads: 1, simd: true, relaxedSimd: false });
    expect(ownMark(alone, { device, summaries: [alone] }).detail).toContain('1 thread, SIMD');
  });
});
