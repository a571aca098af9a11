/** @file Why a file did not arrive, in words; what is fetched once. */
import { afterEach, expect, it, vi } from 'vitest';
import { CodeError, FetchError, fetchFile, fetchJson, loadCode, once } from './fetch.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const answering = (answer: () => Promise<Response>) => vi.stubGlobal('fetch', answer);

it('gives a file', async () => {
  answering(async () => new Response('x'));
  expect(await (await fetchFile('/a')).text()).toBe('x');
});

/** A body that begins with these bytes; `end` breaks it off or leaves it open. */
const begins = (text: string, end: (body: ReadableStreamDefaultController) => void) =>
  new Response(
    new ReadableStream({
      start: (body) => body.enqueue(new TextEncoder().encode(text)),
      pull: end,
    }),
  );

it.each([
  [
    'the site does not answer, perhaps because you are offline',
    () => Promise.reject(new TypeError('Failed to fetch')),
  ],
  ['the site answers 503', async () => new Response('', { status: 503 })],
  [
    'the site does not answer, perhaps because you are offline',
    async () => begins('x', (body) => body.error(new TypeError('network error'))),
  ],
])('says "%s"', async (message, answer) => {
  answering(answer);
  await expect(fetchFile('/a')).rejects.toEqual(new FetchError(message));
});

it('gives up an answer that falls silent, and says so', async () => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', (_address: string, { signal }: RequestInit) => {
    const body = begins('x', (stream) => {
      signal!.addEventListener('abort', () => stream.error(signal!.reason));
      return new Promise<void>(() => {});
    });
    return Promise.resolve(body);
  });
  const failed = expect(fetchFile('/a')).rejects.toEqual(
    new FetchError('the site has sent nothing for 30 s'),
  );
  await vi.advanceTimersByTimeAsync(30_000);
  await failed;
});

it('does not take the page of another host for a file', async () => {
  answering(async () => new Response('<!doctype html><title>Log in</title>'));
  await expect(fetchJson('/a')).rejects.toEqual(new FetchError('something other than the site has answered'));
});

it('says of code that does not arrive no more than helps', async () => {
  const loading = Promise.reject(new TypeError('Failed to fetch dynamically imported module: http://x/y.js'));
  await expect(loadCode(loading)).rejects.toEqual(
    new CodeError('the code for it could not be loaded; check the connection'),
  );
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
