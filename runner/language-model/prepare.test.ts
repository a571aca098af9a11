/** @file The model file is generated once and atomically. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generatedModels } from './generated.ts';
import type { ModelFile } from './model.ts';
import { prepareModel } from './prepare.ts';

const content = Buffer.from('the bytes of a model');
const model: ModelFile = {
  ...generatedModels.q4_0,
  facts: {
    ...generatedModels.q4_0.facts,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  },
};
const { signal } = new AbortController();
let cache: string;
let made: number;
let logged: string[];
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'trainmark-models-'));
  made = 0;
  logged = [];
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

const prepare = (bytes: Buffer = content, freeBytes = 1e12) =>
  prepareModel(
    model,
    {
      cache,
      freeBytes: () => Promise.resolve(freeBytes),
      bytes: () => {
        made++;
        return [bytes.subarray(0, 5), bytes.subarray(5)];
      },
    },
    (line) => logged.push(line),
    signal,
  );

test('generates the file once and then reuses it', async () => {
  const first = await prepare();
  expect(first).toEqual({ status: 'ready', path: join(cache, 'models', 'qwen2.5-0.5b-random-q4_0.gguf') });
  expect(await prepare()).toEqual(first);
  expect([made, logged.length]).toEqual([1, 1]);
});

test('generates a damaged file again', async () => {
  const first = await prepare();
  if (first.status !== 'ready') throw new Error(first.reason);
  writeFileSync(first.path, 'something else');
  await prepare();
  expect(readFileSync(first.path)).toEqual(content);
  expect(made).toBe(2);
});

test('does not keep a file with a wrong hash', async () => {
  expect(await prepare(Buffer.from('other bytes of the model'))).toEqual({
    status: 'refused',
    reason: expect.stringContaining('the generated file has SHA-256'),
  });
  expect(readdirSync(join(cache, 'models'))).toEqual([]);
});

test('stops at a signal and keeps nothing', async () => {
  const stop = new AbortController();
  function* pieces() {
    yield content.subarray(0, 5);
    stop.abort(new Error('stopped'));
    yield content.subarray(5);
  }
  const place = { cache, freeBytes: () => Promise.resolve(1e12), bytes: pieces };
  await expect(prepareModel(model, place, () => {}, stop.signal)).rejects.toThrow('stopped');
  expect(readdirSync(join(cache, 'models'))).toEqual([]);
});

test('refuses a full disk and a cache that cannot be written', async () => {
  expect(await prepare(content, 1000)).toMatchObject({
    status: 'refused',
    reason: expect.stringMatching(
      /^the Q4_0 model cannot be generated: it needs 0 MB and .* has 0 MB free; set TRAINMARK_CACHE/,
    ),
  });
  rmSync(cache, { recursive: true });
  writeFileSync(cache, 'a file');
  expect(await prepare()).toMatchObject({
    status: 'refused',
    reason: expect.stringMatching(/cannot write to .*: a part of the path is a file; set TRAINMARK_CACHE/),
  });
  expect([made, existsSync(join(cache, 'models'))]).toEqual([0, false]);
});

test('uses a given file as it is', async () => {
  const named = { ...model, source: { path: '/some/file.gguf' } };
  expect(await prepareModel(named, { cache }, () => undefined, signal)).toEqual({
    status: 'ready',
    path: '/some/file.gguf',
  });
});
