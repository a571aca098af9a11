/** @file What the page of a run says of its origin and of the checks of its answers. */
import { describe, expect, it } from 'vitest';
import type { Check } from '../../data/contract/proof.ts';
import type { Submission } from '../../data/contract/submission.ts';
import { measuredWords } from './facts.ts';
import { checkWords } from './result.ts';

const losses: Check = {
  kind: 'loss-trajectory',
  losses: [4.6],
  maxRelativeError: 0.49,
  tolerance: 1,
  passed: true,
  comparisons: [
    { of: 'losses', error: 0.0001, tolerance: 0.005 },
    { of: 'gradients with dropout', error: 0.49, tolerance: 1 },
  ],
  measured: true,
};

describe('a check', () => {
  it.each<[string, Check]>([
    [
      'passed: 2 comparisons with a float64 reference, the closest to its bound gradients with dropout, 0.49 of 1 allowed',
      losses,
    ],
    [
      'passed: the losses of the first steps against a float64 reference, error 7.6e-5 of 0.004 allowed',
      { ...losses, comparisons: [], maxRelativeError: 7.6e-5, tolerance: 0.004 },
    ],
    [
      'failed: the losses of the first steps are finite and falling; there is no reference for them',
      { ...losses, passed: false, maxRelativeError: null, tolerance: null },
    ],
    [
      'not made: it prints no output',
      { kind: 'none', why: 'it prints no output', maxRelativeError: null, passed: null },
    ],
  ])('is told: %s', (words, check) => {
    expect(checkWords(check)).toBe(words);
  });
});

describe('the origin of a run', () => {
  const run = (change: Partial<Submission>) =>
    ({
      startedAt: '2026-11-26T12:00:00Z',
      preset: 'quick',
      interrupted: false,
      runner: { origin: 'cli' },
      ...change,
    }) as Submission;

  it('names who measured it, and whether it was complete', () => {
    expect(measuredWords(run({}), true)).toBe(
      'Measured on 2026-11-26 by the maintainers, with the quick preset.',
    );
    expect(measuredWords(run({ interrupted: true }), false)).toBe(
      'Measured on 2026-11-26 by a contributor, with the quick preset; it was stopped before it was complete.',
    );
    const browser = { runner: { ...run({}).runner, origin: 'browser' } } as unknown as Partial<Submission>;
    expect(measuredWords(run(browser), false)).toBe('Measured on 2026-11-26 by a contributor, in a browser.');
  });
});
