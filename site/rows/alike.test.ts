/** @file Sentences that differ in their figures only become one that gives the range. */
import { describe, expect, it } from 'vitest';
import { formOf, joinAlike } from './alike.ts';

describe('sentences of one form', () => {
  it.each([
    ['it takes 14 s', 'it takes 91 s', 'it takes 14 to 91 s'],
    ['it takes 1 min 29 s', 'it takes 14 s', 'it takes 14 s to 1 min 29 s'],
    ['it needs 900 MB', 'it needs 3.1 GB', 'it needs 900 MB to 3.1 GB'],
    ['it needs 12 GB', 'it needs 3.1 GB', 'it needs 3.1 to 12 GB'],
    ['2 of 1,024 runs', '12 of 1,024 runs', '2 to 12 of 1,024 runs'],
    ['it moved by 3 %', 'it moved by 12 %', 'it moved by 3 to 12 %'],
    ['an error of 1.2e-5 here', 'an error of 3e-7 here', 'an error of 3e-7 to 1.2e-5 here'],
    ['the driver says "no"', 'the driver says "later"', 'the driver says “…”'],
    ['--workload matmul measures it', '--workload mnist-cnn measures it', '--workload … measures it'],
    ['the driver says "no"', 'the driver says "no"', 'the driver says "no"'],
  ])('%s, %s', (one, other, both) => {
    expect(formOf(one)).toBe(formOf(other));
    expect(joinAlike([one, other])).toBe(both);
  });

  it('have the same names, formats and days', () => {
    expect(formOf('no float32 here')).not.toBe(formOf('no float16 here'));
    expect(formOf('since 2026-11-22')).not.toBe(formOf('since 2026-11-23'));
    expect(formOf('no sm_90')).not.toBe(formOf('no sm_80'));
  });

  it('alone stays as it is', () => {
    expect(joinAlike(['it took 14 s of 1 min 27 s.'])).toBe('it took 14 s of 1 min 27 s.');
  });
});
