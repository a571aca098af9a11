/** @file Tests for what is fetched once. */
import { expect, it } from 'vitest';
import { once } from './fetch.ts';

it('loads a value once for each key, and one that failed again', async () => {
  const asked: string[] = [];
  let works = false;
  const load = once(async (key: string) => {
    asked.push(key);
    if (!works) throw new Error('offline');
    return `value of ${key}`;
  });
  await expect(load('a')).rejects.toThrow('offline');
  works = true;
  await expect(Promise.all([load('a'), load('a'), load('b')])).resolves.toEqual([
    'value of a',
    'value of a',
    'value of b',
  ]);
  expect(asked).toEqual(['a', 'a', 'b']);
});
