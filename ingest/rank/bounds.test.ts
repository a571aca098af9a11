import { describe, expect, it } from 'vitest';
import { MAX_RATIO } from '../../data/contract/leaderboard.ts';
import { boundedSpeedup } from './bounds.ts';

const known = { speedup: 2, speedupCi: { low: 1, high: 3 }, speedupReason: null, baselineValue: 10 };

describe('a speedup', () => {
  it('is kept within the contract', () => {
    expect(boundedSpeedup(known)).toEqual(known);
    expect(boundedSpeedup({ ...known, speedup: MAX_RATIO })).toMatchObject({ speedup: MAX_RATIO });
  });

  it.each([
    ['itself', { speedup: 2 * MAX_RATIO, speedupCi: null }],
    ['its interval', { speedupCi: { low: 1, high: 2 * MAX_RATIO } }],
  ])('is left out with a reason where %s is beyond any machine', (_, beyond) => {
    expect(boundedSpeedup({ ...known, ...beyond })).toEqual({
      speedup: null,
      speedupCi: null,
      baselineValue: null,
      speedupReason: expect.stringMatching(/^Left out: .* times the baseline is beyond any machine\.$/),
    });
  });
});

it('a reason is cut to what a row can contain, never within a character', () => {
  const without = { ...known, speedup: null, speedupCi: null, baselineValue: null };
  const reasonFor = (speedupReason: string) =>
    boundedSpeedup({ ...without, speedupReason }).speedupReason ?? '';
  expect(reasonFor('a'.repeat(300))).toBe('a'.repeat(300));
  // The second half of the character would be the first one that is cut.
  const cut = reasonFor(`${'a'.repeat(298)}😀 and more`);
  expect(cut).toBe(`${'a'.repeat(298)}…`);
  expect(cut.isWellFormed()).toBe(true);
});
