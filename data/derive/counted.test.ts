import { expect, it } from 'vitest';
import { counted, fourDigits } from './counted.ts';

it('has the plural and groups thousands', () => {
  const words = [0, 1, 2, 999, 1000, 1_234_567].map((count) => counted(count, 'row'));
  expect(words).toEqual(['0 rows', '1 row', '2 rows', '999 rows', '1,000 rows', '1,234,567 rows']);
});

it.each([
  [1_234_567, '1235000'],
  [1536, '1536'],
  [8, '8'],
  [0.000123456, '0.0001235'],
])('writes %s without an exponent or a comma: %s', (value, text) => {
  expect(fourDigits(value)).toBe(text);
});
