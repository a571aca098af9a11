import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { serve, temporary } from '../testing/dataset-files.ts';
import { fetchFile } from './fetch.ts';

const STALL_MS = 30_000;

it('a download is given up only after half a minute without a byte, however long it takes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  let answer: ServerResponse | null = null;
  const { base, close } = await serve((_, response) => {
    answer = response.writeHead(200);
    answer.write('0');
  });
  onTestFinished(close);
  const target = join(temporary(), 'file');
  const partial = `${target}.${process.pid}.partial`;
  const sha256 = createHash('sha256').update('0123').digest('hex');
  const { signal } = new AbortController();
  const fetched = fetchFile({ name: 'file', sizeBytes: 4, sha256 }, base, target, signal, STALL_MS);
  for (const piece of [1, 2, 3]) {
    await expect.poll(() => existsSync(partial) && statSync(partial).size).toBe(piece);
    vi.advanceTimersByTime(0.9 * STALL_MS);
    answer!.write(String(piece));
  }
  answer!.end();
  expect(await fetched).toEqual({ status: 'verified' });
});
