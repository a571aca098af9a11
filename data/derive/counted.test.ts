import { expect, it } from 'vitest';
import { counted } from './counted.ts';

it('has the plural and groups thousands', () => {
  const words = [0, 1, 2, 999, 1000, 1_234_567].map((count) => counted(count, 'row'));
  expect(words).toEqual(['0 rows', '1 row', '2 rows', '999 rows', '1,000 rows', '1,234,567 rows']);
});
