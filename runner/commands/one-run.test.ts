import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Lock } from '../system/lock.ts';
import { beTheOnlyRun } from './one-run.ts';

let name = '';
let taken: (Lock | null)[] = [];
beforeEach(() => {
  name = `test-run-${process.pid}-${Math.random().toString(36).slice(2)}`;
});
afterEach(() => {
  for (const lock of taken) lock?.release();
  taken = [];
});

const never = new AbortController().signal;

async function take(mayWait: boolean, onWait: (text: string) => void = () => {}, signal = never) {
  const lock = await beTheOnlyRun(name, mayWait, signal, onWait);
  taken.push(lock);
  return lock;
}

it('refuses a second run and says what helps', async () => {
  await take(false);
  await expect(take(false)).rejects.toThrow(
    /^another run measures on this machine(?: \(started \d\d:\d\d\))?: wait until it has ended, or use --wait$/,
  );
});

it('waits for another run, says so once, and then measures', async () => {
  const first = await take(false);
  const said: string[] = [];
  const second = take(true, (text) => {
    said.push(text);
    first!.release();
  });
  expect((await second)?.held).toBe(true);
  expect(said).toEqual([expect.stringMatching(/; waiting until it has ended$/)]);
});

it('ends to wait when it is stopped', async () => {
  await take(false);
  const stop = new AbortController();
  expect(await take(true, () => stop.abort(), stop.signal)).toBeNull();
});
