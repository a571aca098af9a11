/** @file Why a file did not arrive, in words; what is fetched once. */
import { afterEach, expect, it, vi } from 'vitest';
import { FetchError, fetchFile, once } from './fetch.ts';

afterEach(() => vi.unstubAllGlobals());

const answering = (answer: () => Promise<Response>) => vi.stubGlobal('fetch', answer);

it('gives a file', async () => {
  answering(async () => new Response('x'));
  expect(await (await fetchFile('/a')).text()).toBe('x');
});

it.each([
  [
    'the site does not answer, perhaps because you are offline',
    () => Promise.reject(new TypeError('Failed to fetch')),
  ],
  ['the site answers 503', async () => new Response('', { status: 503 })],
])('says "%s"', async (message, answer) => {
  answering(answer);
  await expect(fetchFile('/a')).rejects.toEqual(new FetchError(message));
});

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
