import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Lock, lockAddress, takeLock } from './lock.ts';

const signal = new AbortController().signal;
const taken: Lock[] = [];
afterEach(() => {
  for (const lock of taken.splice(0)) lock.release();
});

let count = 0;
const newName = () => `test-${process.pid}-${count++}`;

async function take(name: string, platform?: NodeJS.Platform): Promise<Lock> {
  const answer = await takeLock(name, platform);
  if (!answer.held) throw new Error('another process has the lock');
  taken.push(answer);
  return answer;
}

/** Another process that takes the lock and does nothing else. */
async function startHolder(name: string, platform: NodeJS.Platform) {
  const module = pathToFileURL(`${import.meta.dirname}/lock.ts`).href;
  const code = `const { takeLock } = await import(${JSON.stringify(module)});
    const { held } = await takeLock(${JSON.stringify(name)}, ${JSON.stringify(platform)});
    console.log(held); setInterval(() => undefined, 1000);`;
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = spawn(process.execPath, ['--import', tsx, '--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  expect(line).toBe('true');
  return child;
}

it('is held by one at a time, who says since when', async () => {
  const name = newName();
  const before = Date.now();
  const lock = await take(name);
  const other = await takeLock(name);
  expect(other.held).toBe(false);
  if (other.held) return;
  expect(other.startedAt?.getTime()).toBeGreaterThanOrEqual(before);
  const ended = other.ended(signal);
  lock.release();
  await ended;
  await take(name);
});

it('of another name is another lock', async () => {
  await take(newName());
  await take(newName());
});

it('is waited for no longer once the signal is aborted', async () => {
  const name = newName();
  await take(name);
  const answer = await takeLock(name);
  const stop = new AbortController();
  const ended = answer.held ? null : answer.ended(stop.signal);
  stop.abort();
  await ended;
  expect((await takeLock(name)).held).toBe(false);
});

/** Abstract sockets and files are both tried where both exist. */
const kinds = process.platform === 'win32' ? (['win32'] as const) : ([process.platform, 'darwin'] as const);

describe.each(kinds)('as on %s', (platform) => {
  it('does not survive a process that was killed', async () => {
    const name = newName();
    const child = await startHolder(name, platform);
    const answer = await takeLock(name, platform);
    expect(answer.held).toBe(false);
    child.kill('SIGKILL');
    if (!answer.held) await answer.ended(signal);
    await take(name, platform);
  });
});

it.skipIf(process.platform === 'win32')('removes the file of a process that was killed', async () => {
  const name = newName();
  const child = await startHolder(name, 'darwin');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(existsSync(lockAddress(name, 'darwin'))).toBe(true);
  const lock = await take(name, 'darwin');
  lock.release();
  rmSync(lockAddress(name, 'darwin'), { force: true });
});

// As the file of another user, a folder in its place cannot be removed.
it.skipIf(process.platform === 'win32')(
  'is done without where nobody holds it and none can be made',
  async () => {
    const name = newName();
    const place = lockAddress(name, 'darwin');
    mkdirSync(place);
    onTestFinished(() => rmSync(place, { recursive: true }));
    await take(name, 'darwin');
  },
);
