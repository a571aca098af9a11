import { expect, it } from 'vitest';
import type { Conditions } from '../../../data/contract/submission.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { submission, vgg } from '../../testing/samples.ts';

const factsOf = (throttled: boolean | null, bookend: Conditions['bookend']) => {
  const run = submission([vgg(300)]);
  return checkedFactsOf({ ...run, conditions: { ...run.conditions, throttled, bookend } });
};
const rejectionsOf = (...conditions: Parameters<typeof factsOf>) => factsOf(...conditions).reject;

it.each([
  [false, 1000, 1040, false],
  [true, 1000, 1060, false],
  [false, 1000, 800, false],
  [false, 1000, 1060, true],
  [null, 1000, 1060, true],
  [true, 1000, 1000, true],
  [null, 1000, null, false],
])(
  'throttled %s with products of %s and %s ns: contradicts itself: %s',
  (throttled, openingNs, closingNs, contradicts) => {
    const found = rejectionsOf(throttled, { size: 1024, openingNs, closingNs });
    expect(found.length).toBe(contradicts ? 1 : 0);
  },
);

it('says what it should be', () => {
  expect(rejectionsOf(false, { size: 1024, openingNs: 1000, closingNs: 1300 })).toEqual([
    'conditions.throttled: is false, but a product took 1000 ns before the run and 1300 ns after it, which makes it true; measure again (p31-throttled)',
  ]);
  expect(rejectionsOf(true, null)).toEqual([]);
});

it('flags the results of a machine that was many times as fast after them, which others may have slowed before', () => {
  const of = (openingNs: number) => factsOf(false, { size: 1024, openingNs, closingNs: 1000 });
  expect(of(10_000)).toMatchObject({ reject: [], flags: [], withheld: null });
  expect(of(10_001)).toMatchObject({ reject: [], flags: ['p31-throttled'], withheld: null });
  expect(of(10_001).texts[0]).toContain('a product took 10001 ns before the run and 1000 ns after it');
});
