import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withEnoughTime } from '../testing/enough-time.ts';
import { ask, readCommand } from './ask.ts';

const folder = mkdtempSync(join(tmpdir(), 'trainmark-ask-'));
afterAll(() => rmSync(folder, { recursive: true }));

function script(body: string): string {
  const path = join(folder, `tool-${Math.random().toString(36).slice(2)}`);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A killed process that nobody has waited for yet is not alive. */
function isAlive(pid: number): boolean {
  try {
    if (process.platform === 'linux')
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a question to a tool', () => {
  it('is answered with its output and its code', async () => {
    const tool = script('echo out; echo err >&2; exit 3');
    expect(await ask(tool, [], { deadlineMs: 60_000 })).toEqual({
      how: 'ended',
      code: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    });
    expect(await readCommand(tool, [], [0], 60_000)).toBeNull();
    expect(await readCommand(tool, [], [3], 60_000)).toBe('out\n');
    expect((await ask('no-such-tool', [])).how).toBe('missing');
  });

  it.each([
    ['hangs', 'echo partial; echo $$ > PID; exec sleep 30'],
    ['waits for a child that hangs', 'echo partial; sleep 30 & echo $! > PID; wait'],
    ['ignores a polite end', 'trap "" TERM INT HUP; echo partial; echo $$ > PID; while :; do sleep 1; done'],
  ])('ends at the deadline if the tool %s, while the event loop runs', async (_, body) => {
    const log = join(folder, `pid-${Math.random()}`);
    const tool = script(body.replace('PID', log));
    let ticks = 0;
    const ticker = setInterval(() => ticks++, 10);
    const answer = await withEnoughTime(
      500,
      (deadlineMs) => ask(tool, [], { deadlineMs }),
      ({ stdout }) => stdout !== '' && existsSync(log),
    );
    clearInterval(ticker);
    expect(answer).toEqual({ how: 'late', code: null, stdout: 'partial\n', stderr: '' });
    // The deadline is later than the first tick, so that only a loop that was blocked has none.
    expect(ticks).toBeGreaterThan(0);
    const pid = Number(readFileSync(log, 'utf8'));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('is answered if the tool ends, but its child keeps the output open', async () => {
    const log = join(folder, `kept-${Math.random()}`);
    const tool = script(`echo whole; sleep 30 & echo $! > ${log}`);
    expect(await ask(tool, [], { deadlineMs: 60_000 })).toEqual({
      how: 'ended',
      code: 0,
      stdout: 'whole\n',
      stderr: '',
    });
    const pid = Number(readFileSync(log, 'utf8'));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('is cut off where the tool prints without end', async () => {
    const { stdout, stderr } = await ask(
      script('head -c 4000000 /dev/zero; head -c 4000000 /dev/zero >&2'),
      [],
      {
        deadlineMs: 60_000,
      },
    );
    // The last piece that is read may be longer than what is left.
    for (const text of [stdout, stderr]) {
      expect(text.length).toBeGreaterThanOrEqual(2 ** 20);
      expect(text.length).toBeLessThan(2 ** 21);
    }
  });

  it('is ended with this process, as long as it runs', async () => {
    const before = process.listenerCount('exit');
    const stop = new AbortController();
    const asked = ask('sleep', ['30'], { signal: stop.signal });
    expect(process.listenerCount('exit')).toBe(before + 1);
    stop.abort();
    await asked;
    expect(process.listenerCount('exit')).toBe(before);
  });

  it('ends with its signal', async () => {
    const stopped = ask(script('exec sleep 30'), [], { signal: AbortSignal.timeout(100) });
    expect((await stopped).how).toBe('stopped');
    expect((await ask('sleep', ['30'], { signal: AbortSignal.abort() })).how).toBe('stopped');
  });
});
