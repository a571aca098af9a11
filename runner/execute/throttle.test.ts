import { expect, it } from 'vitest';
import { isThrottled, productNs, toBookend } from './throttle.ts';

it.each([
  [100, 100, false],
  [100, 105, false],
  [100, 106, true],
  [100, 80, false],
  [null, 100, null],
  [100, null, null],
])(
  'a product of %d ns at the start and %d ns at the end: throttled is %s',
  (openingNs, closingNs, expected) => {
    expect(isThrottled(openingNs, closingNs)).toBe(expected);
  },
);

it('the time of one product does not depend on how many a sample covers', () => {
  expect(productNs({ samplesNs: [400, 500, 900], itemsPerSample: 1 })).toBe(500);
  expect(productNs({ samplesNs: [400, 500, 900], itemsPerSample: 4 })).toBe(125);
});

it('the bookend is kept as soon as its opening time is known', () => {
  expect(toBookend(1024, 500, null)).toEqual({ size: 1024, openingNs: 500, closingNs: null });
  expect(toBookend(1024, 500, 600)).toEqual({ size: 1024, openingNs: 500, closingNs: 600 });
  expect(toBookend(1024, null, 600)).toBeNull();
  expect(toBookend(null, 500, 600)).toBeNull();
});
