import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../data/contract/outcome.ts';
import { sampleCheck, sampleOk } from '../../../data/testing/sample-outcome.ts';
import { troubleOf } from './trouble.ts';

const product = (passed: boolean): Outcome => sampleOk([], { check: sampleCheck({ passed }) });

describe('troubleOf', () => {
  it.each<[Outcome, RegExp | null, boolean?]>([
    [product(true), null],
    [product(false), /wrong result/],
    [{ status: 'out-of-memory', reason: 'x', repetitions: [] }, /enough memory/],
    [{ status: 'timeout', reason: 'x', repetitions: [] }, /stopped responding/],
    [{ status: 'failed', reason: 'x', repetitions: [] }, /device lost/, true],
    [{ status: 'failed', reason: 'the worker crashed: boom', repetitions: [] }, /crashed: boom/],
    [{ status: 'unsupported', reason: 'no such dtype' }, null],
    [{ status: 'skipped', reason: 'no time', limit: 'time', needed: 1 }, null],
  ])('describes what happened and the remedy: %j', (outcome, what, deviceLost = false) => {
    const trouble = troubleOf('Matrix product, float32, 512 × 512', 'gpu', outcome, deviceLost);
    if (what === null) expect(trouble).toBeNull();
    else {
      expect(trouble?.what).toMatch(what);
      expect(trouble?.remedy).toMatch(/start again/i);
    }
  });

  it.each([
    product(false),
    { status: 'timeout', reason: 'x', repetitions: [] } satisfies Outcome,
    { status: 'out-of-memory', reason: 'x', repetitions: [] } satisfies Outcome,
    { status: 'unsupported', reason: 'WebAssembly without SIMD is not supported' } satisfies Outcome,
  ])('does not speak of a GPU where the CPU computed: %j', (outcome) => {
    const trouble = troubleOf('Matrix product, float32, 512 × 512', 'cpu', outcome, false);
    expect(trouble?.remedy).toMatch(/start again/);
    expect(JSON.stringify(trouble)).not.toMatch(/GPU|graphics/);
  });
});
