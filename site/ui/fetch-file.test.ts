/** @file Why a file did not arrive, in words. */
import { afterEach, expect, it, vi } from 'vitest';
import { FetchError, fetchFile } from './fetch-file.ts';

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
