import { describe, expect, it } from 'vitest';
import { newCell } from '../../data/contract/new-cell.ts';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import { parseMachine } from '../detect/parse.ts';
import { engines } from '../engines/index.ts';
import { linuxNvidia } from '../testing/machines.ts';
import { sampleChoice } from '../testing/sample-choice.ts';
import { workloads } from '../workloads/index.ts';
import { fitCopy, planCell, tooLarge } from './planned.ts';
import { presets } from './presets.ts';

const machine = parseMachine(linuxNvidia);
const withMemory = (gib: number) => ({ ...machine, memoryBytes: gib * 2 ** 30 });
const wasm = engines.find(({ id }) => id === 'wasm')!;
const matmul = workloads.find(({ kind }) => kind === 'matmul')!;
const product = sampleCell({ workload: 'matmul', mode: 'op', size: 1024 });

describe('the deadline of a repetition', () => {
  it('allows ten times the estimate', () => {
    const many = planCell(product, 'op', wasm, matmul, sampleChoice({ repeat: 100_000 }), machine);
    expect(many.estimateMs).toBeGreaterThan(presets.quick.allowanceMs);
    expect(many.deadlineMs).toBeGreaterThanOrEqual(10 * many.estimateMs);
  });

  it('allows the longest measurement, however short the estimate is', () => {
    const { timing, deadlineMs } = planCell(product, 'op', wasm, matmul, sampleChoice(), machine);
    expect(deadlineMs).toBeGreaterThanOrEqual(
      presets.quick.allowanceMs + 3 * timing.minWarmUpMs + timing.maxMeasureMs,
    );
  });
});

describe('what fits into memory', () => {
  const copy = newCell({ ...product, workload: 'copy', size: 8192 });

  it('of a copy are four matrices', () => {
    // Of 1 GiB, 0.8 may be used; four matrices of 8192 take 1 GiB.
    expect(fitCopy(copy, sampleChoice(), withMemory(1)).size).toBe(4096);
    expect(fitCopy(copy, sampleChoice(), withMemory(2)).size).toBe(8192);
    expect(fitCopy(copy, sampleChoice({ size: 8192 }), withMemory(1)).size).toBe(8192);
  });

  it('of a product are seven matrices', () => {
    const large = { ...product, size: 8192 };
    // Seven matrices of 8192 take 1.75 GiB.
    expect(tooLarge(large, sampleChoice(), withMemory(2))).toMatchObject({
      limit: 'memory',
      needed: 7 * 2 ** 28,
    });
    expect(tooLarge(large, sampleChoice(), withMemory(2.5))).toBeNull();
  });

  it('is refused of a chosen size only where it exceeds all of the memory', () => {
    const chosen = sampleChoice({ size: 8192 });
    const large = { ...product, size: 8192 };
    expect(tooLarge(large, chosen, withMemory(2))).toBeNull();
    expect(tooLarge(large, chosen, withMemory(1))).toMatchObject({
      limit: 'memory',
      reason: 'would need about 1.88 GB of memory, but only about 1.07 GB is available; use a smaller --size',
    });
    expect(tooLarge(copy, chosen, withMemory(1))).toBeNull();
    expect(tooLarge(copy, chosen, withMemory(0.5))).toMatchObject({ limit: 'memory' });
    expect(tooLarge(large, chosen, { ...machine, memoryBytes: null })).toBeNull();
  });
});
