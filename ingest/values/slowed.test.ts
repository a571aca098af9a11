import { describe, expect, it } from 'vitest';
import type { Load, Repetition } from '../../data/contract/repetition.ts';
import type { Result } from '../../data/contract/submission.ts';
import { sampleRepetition } from '../../data/testing/sample-repetition.ts';
import { okOf } from '../testing/proof.ts';
import { cellOf, cpu, gpu, matmulCell } from '../testing/samples.ts';
import { processorsKept, slowedBy } from './slowed.ts';

const load = (workerCpuNs: number | null, foreignCpuNs: number | null = 0): Load => ({
  wallNs: 1e9,
  processors: 4,
  workerCpuNs,
  foreignCpuNs,
  foreignGpuShare: null,
});

const product = (device: typeof cpu, ...changes: Partial<Repetition>[]) => {
  const cell = cellOf(matmulCell, { device });
  return { cell, outcome: okOf(cell, changes.map(sampleRepetition)) } satisfies Result;
};

describe('how far a host may have slowed a result', () => {
  it('is as far as its fastest sample is from the usual one, in any repetition', () => {
    expect(slowedBy(product(gpu, { samplesNs: [200, 200, 200] }))).toBe(1);
    expect(slowedBy(product(gpu, { samplesNs: [100, 200, 200] }))).toBe(2);
    const later = { samplesNs: [200, 200], itemsPerSample: 4, runIndex: 1 };
    expect(slowedBy(product(gpu, { samplesNs: [200, 200] }, later))).toBe(125 / 50);
  });

  it('is as far as its loop is from its warm-up', () => {
    const warm = { samplesNs: [200, 200], warmUpSteps: 4 };
    expect(slowedBy(product(gpu, { ...warm, warmUpNs: 400 }))).toBe(2);
    expect(slowedBy(product(gpu, { ...warm, warmUpNs: 4000 }))).toBe(1);
    expect(slowedBy(product(gpu, { ...warm, warmUpSteps: 0, warmUpNs: 0 }))).toBe(1);
  });

  it('is unknown where other programs kept the machine busy', () => {
    const samplesNs = [200, 200];
    expect(slowedBy(product(cpu, { samplesNs, load: load(3e9, 0.1e9) }))).toBe(1);
    expect(slowedBy(product(cpu, { samplesNs, load: load(3e9, 1e9) }))).toBe(Number.POSITIVE_INFINITY);
  });

  it('on a CPU is as far as it had fewer processors than another result', () => {
    const [slowed, other] = [product(cpu, { load: load(1e9) }), product(cpu, { load: load(3e9) })];
    expect(processorsKept(slowed, [slowed, other])).toBe(3);
    expect(processorsKept(other, [slowed, other])).toBe(1);
    expect(processorsKept(product(cpu, { load: null }), [other])).toBe(1);
    expect(processorsKept(product(cpu, { load: load(null) }), [other])).toBe(1);
    expect(processorsKept(product(gpu, { load: load(1e9) }), [product(gpu, { load: load(3e9) })])).toBe(1);
  });
});
