import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../data/contract/outcome.ts';
import type { Result } from '../../data/contract/submission.ts';
import { bestOf, summarizeSizes, troubleOf } from './result.ts';
import { cellOf } from './run.ts';

const device = { kind: 'gpu', api: 'unknown', name: 'nvidia ampere', software: false } as const;

function measured(size: number, samplesMs: number[], { itemsPerSample = 1, passed = true } = {}): Result {
  return {
    cell: cellOf(device, size),
    outcome: {
      status: 'ok',
      engineVersion: '4.22.0',
      observed: {},
      repetitions: [
        {
          runIndex: 0,
          coldStartNs: 1,
          warmUpSteps: 2,
          steady: true,
          samplesNs: samplesMs.map((ms) => ms * 1e6),
          samplesThinned: 0,
          itemsPerSample,
          convergence: null,
        },
      ],
      check: { kind: 'output', rows: 8, maxRelativeError: 2e-7, tolerance: 1e-4, passed },
      peakMemory: null,
      power: null,
      extrapolated: null,
    },
  };
}

describe('summarizeSizes', () => {
  it('divides 2 n^3 operations by the median time of one multiplication', () => {
    // 2 * 1000^3 operations in 2 ms are 10^12 per second.
    const [size] = summarizeSizes([measured(1000, [1, 2, 4])]);
    expect(size).toMatchObject({ tflops: 1, low: 0.5, high: 2, medianMs: 2, samples: 3, correct: true });
  });

  it('divides a sample by the number of multiplications in it', () => {
    expect(summarizeSizes([measured(1000, [20], { itemsPerSample: 10 })])[0]?.tflops).toBe(1);
  });

  it('leaves out sizes without a result', () => {
    const outcome: Outcome = { status: 'failed', reason: 'device lost', repetitions: [] };
    expect(summarizeSizes([{ cell: cellOf(device, 512), outcome }])).toEqual([]);
  });
});

describe('bestOf', () => {
  it('returns the fastest size with a correct output', () => {
    const sizes = summarizeSizes([
      measured(1000, [2]),
      measured(2000, [8]),
      measured(4000, [1], { passed: false }),
    ]);
    expect(bestOf(sizes)).toMatchObject({ size: 2000, tflops: 2 });
    expect(bestOf([])).toBeNull();
  });
});

describe('troubleOf', () => {
  it.each<[Outcome, RegExp | null, boolean?]>([
    [measured(512, [1]).outcome, null],
    [measured(512, [1], { passed: false }).outcome, /wrong product/],
    [{ status: 'out-of-memory', reason: 'x', repetitions: [] }, /enough memory/],
    [{ status: 'timeout', reason: 'x', repetitions: [] }, /stopped responding/],
    [{ status: 'failed', reason: 'x', repetitions: [] }, /device lost/, true],
    [{ status: 'failed', reason: 'the worker crashed: boom', repetitions: [] }, /crashed: boom/],
    [{ status: 'unsupported', reason: 'no such dtype' }, /no such dtype/],
  ])('describes what happened and the remedy: %j', (outcome, what, deviceLost = false) => {
    const trouble = troubleOf(outcome, deviceLost);
    if (what === null) expect(trouble).toBeNull();
    else {
      expect(trouble?.what).toMatch(what);
      expect(trouble?.remedy).toMatch(/start again/i);
    }
  });
});
