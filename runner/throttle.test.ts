import { expect, it } from 'vitest';
import { isThrottled } from './throttle.ts';

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
