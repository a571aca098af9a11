import { expect, it } from 'vitest';
import { ageWords } from './age.ts';

it.each([
  ['2026-02-04', '2026-11-28', null],
  ['2025-11-29', '2026-11-28', null],
  ['2025-11-27', '2026-11-28', 'over a year old'],
  ['2023-01-31', '2026-11-28', 'over 3 years old'],
  ['2026-11-28', '2026-11-28', null],
  ['no day', '2026-11-28', null],
])('a result of %s beside the newest of %s is marked as: %s', (date, newest, words) => {
  expect(ageWords(date, newest)).toBe(words);
});
