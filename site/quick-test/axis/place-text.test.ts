import { expect, it } from 'vitest';
import { placeText } from './place-text.ts';
import type { Placed } from './placed.ts';

const placed = (compared: number, faster: number, own: { value: number; detail: string }[] = []): Placed =>
  ({
    run: { device: { kind: 'cpu', name: '', software: false }, chip: null, summaries: [] },
    best: { value: 2 },
    standing: { own, others: [], compared, faster },
  }) as unknown as Placed;

it.each([
  [0, 0, 'There are no native results of CPUs yet.'],
  [1, 1, 'The only CPU with a native result is faster natively than this in a browser.'],
  [1, 0, 'The only CPU with a native result is not faster natively than this in a browser.'],
  [5, 0, 'None of 5 CPUs is faster natively than this in a browser.'],
  [5, 1, '1 of 5 CPUs is faster natively than this in a browser.'],
  [5, 3, '3 of 5 CPUs are faster natively than this in a browser.'],
  [5, 5, 'All 5 CPUs are faster natively than this in a browser.'],
])('of %d devices, %d faster: %s', (compared, faster, words) => {
  expect(placeText(placed(compared, faster))).toBe(words);
});

it('says the share of the chip’s own native result first', () => {
  expect(placeText(placed(1, 1, [{ value: 4, detail: 'native · PyTorch' }]))).toBe(
    '50 % of the fastest native result of this chip (native · PyTorch). The only other CPU with a native result is faster natively than this in a browser.',
  );
});
