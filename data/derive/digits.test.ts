import { expect, it } from 'vitest';
import { fourDigits } from './digits.ts';

it.each([
  [1_234_567, '1235000'],
  [1536, '1536'],
  [8, '8'],
  [0.000123456, '0.0001235'],
])('writes %s without an exponent or a comma: %s', (value, text) => {
  expect(fourDigits(value)).toBe(text);
});
