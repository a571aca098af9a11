import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import type { Engine } from '../protocol/engine.ts';
import type { RunRequest } from '../protocol/messages.ts';
import { withEnoughTime } from '../testing/enough-time.ts';
import { sampleRequest } from '../testing/sample-request.ts';
import { typeScriptWorker } from '../worker/command.ts';
import { probeEngine, runRepetition } from './supervise.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainmark-supervise-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fakeEngine(behaviour: Record<string, string>, environment: Record<string, string> = {}): Engine {
  return {
    id: 'tfjs-wasm',
    computes: 'nets',
    preference: {},
    deviceKinds: ['cpu'],
    ...typeScriptWorker(resolve(import.meta.dirname, '../../tests/testing/fake-worker.ts'), {
      FAKE_BEHAVIOUR: JSON.stringify(behaviour),
      ...environment,
    }),
    unsupported: () => null,
    setup: null,
  };
}

const request: RunRequest = sampleRequest(
  sampleCell({ workload: 'matmul', mode: 'op', recipe: 'naive', size: 64 }),
  { maxMeasureMs: 1000 },
);

const limits = (deadlineMs = 120_000) => ({ deadlineMs, signal: new AbortController().signal, graceMs: 300 });
const attempt = (behaviour: string, deadlineMs?: number, environment?: Record<string, string>) =>
  runRepetition(fakeEngine({ matmul: behaviour }, environment), request, limits(deadlineMs), () => undefined);

/** A repetition that ends at its deadline, until which as many processes have logged their start. */
const attemptUntilLate = (behaviour: string, log: string, processes: number) =>
  withEnoughTime(
    3000,
    (deadlineMs) => {
      rmSync(log, { force: true });
      return attempt(behaviour, deadlineMs, { FAKE_LOG: log });
    },
    () => existsSync(log) && logged(log).length === processes,
  );

/** A file of this attempt of a test: a second one must not read what the first logged. */
const newLog = () => join(mkdtempSync(join(folder, 'log-')), 'pids');

/** Logged process ids. */
const logged = (log: string): number[] => readFileSync(log, 'utf8').trim().split('\n').map(Number);

/** Logged process ids that are still running. Zombies have ended and do not count. */
function alive(log: string): number[] {
  return logged(log).filter((id) => {
    const state = spawnSync('ps', ['-o', 'stat=', '-p', String(id)], { encoding: 'utf8' }).stdout.trim();
    return state !== '' && !state.startsWith('Z');
  });
}

describe('a repetition', () => {
  it('returns its result, its progress and the peak memory of its process', async () => {
    const fractions: number[] = [];
    const engine = fakeEngine({});
    const done = await runRepetition(engine, request, limits(), (message) =>
      fractions.push(message.fraction),
    );
    expect(done).toMatchObject({ status: 'ok', result: { engineVersion: '4.22.0' } });
    expect(fractions).toEqual([0.5]);
    // This worker never says that it begins to build.
    expect(done).toMatchObject({ result: { repetition: { startUpNs: null } } });
    if (existsSync('/proc/self/status')) {
      expect(done).toMatchObject({ peakMemory: { method: 'rss-peak' } });
      expect(done.status === 'ok' && done.peakMemory?.bytes).toBeGreaterThan(10 * 1024 ** 2);
    }
  });

  it.concurrent.each([
    ['crash', 'failed', /exited with code 1; last output: Error: the kernel is not registered/],
    ['exit-3', 'failed', /exited with code 3/],
    ['exit-0', 'failed', /exited without a result/],
    ['segfault', 'failed', /SIGSEGV/],
    ['rubbish', 'failed', /not JSON: Hello from a library that prints/],
    ['huge-line', 'failed', /more than 1 MiB without a line break/],
    ['wrong-shape', 'failed', /invalid message: observed: /],
    ['wrong-repetition', 'failed', /for repetition 1 instead of 0/],
    ['array-buffer', 'out-of-memory', /Array buffer allocation failed/],
    ['says-out-of-memory', 'out-of-memory', /the GPU has 8 GiB/],
    ['says-unsupported', 'unsupported', /no such kernel/],
  ])('of a worker that shows "%s" is %s, with the reason', async (behaviour, status, reason) => {
    const done = await attempt(behaviour);
    expect(done).toMatchObject({ status, reason: expect.stringMatching(reason) });
  });

  it.concurrent('is out-of-memory if it fills the heap', async () => {
    const done = await attempt('heap', undefined, { NODE_OPTIONS: '--max-old-space-size=48' });
    expect(done).toMatchObject({
      status: 'out-of-memory',
      reason: expect.stringMatching(/heap out of memory/),
    });
  });

  it.concurrent.each(['hang', 'deaf-hang', 'busy-hang'])(
    'is a timeout if the worker is in a %s',
    async (behaviour) => {
      const log = newLog();
      const done = await attemptUntilLate(behaviour, log, 1);
      expect(done).toMatchObject({ status: 'timeout', reason: expect.stringMatching(/deadline of \d+ s/) });
      expect(alive(log)).toEqual([]);
    },
  );

  it.concurrent('keeps its result if the worker then does not exit by itself', async () => {
    const log = newLog();
    expect(await attempt('result-then-hang', undefined, { FAKE_LOG: log })).toMatchObject({ status: 'ok' });
    expect(alive(log)).toEqual([]);
  });

  it.concurrent('lets the worker exit by itself once it has its result', async () => {
    const log = newLog();
    const engine = fakeEngine({ matmul: 'result-then-save' }, { FAKE_LOG: log });
    const patient = { ...limits(), graceMs: 60_000 };
    expect(await runRepetition(engine, request, patient, () => undefined)).toMatchObject({ status: 'ok' });
    expect(readFileSync(log, 'utf8')).toMatch(/saved\n$/);
  });

  it.concurrent('has the time after which no sample started', async () => {
    const limited = { ...request, budgetMs: 5000 };
    const done = await runRepetition(fakeEngine({}), limited, limits(), () => undefined);
    expect(done).toMatchObject({ result: { repetition: { limitMs: 5000 } } });
  });

  it.concurrent('ends the processes that its worker started', async ({ expect }) => {
    const log = newLog();
    expect(await attemptUntilLate('grandchild', log, 2)).toMatchObject({ status: 'timeout' });
    // A process that was killed closes its pipes, for which the runner waits, a moment before it has ended.
    await expect.poll(() => alive(log)).toEqual([]);
  });

  it.concurrent('ends immediately when the run is stopped', async ({ onTestFinished }) => {
    const log = newLog();
    const stop = new AbortController();
    const poll = setInterval(() => existsSync(log) && stop.abort(), 50);
    onTestFinished(() => clearInterval(poll));
    const engine = fakeEngine({ matmul: 'busy-hang' }, { FAKE_LOG: log });
    const within = { ...limits(), signal: stop.signal };
    expect(await runRepetition(engine, request, within, () => undefined)).toEqual({ status: 'stopped' });
    expect(alive(log)).toEqual([]);
  });

  it.concurrent('fails with a reason if the clock jumps during the measurement', async () => {
    const worker = join(folder, 'jumping-clock.ts');
    const here = (file: string) => JSON.stringify(pathToFileURL(resolve(import.meta.dirname, file)).href);
    writeFileSync(
      worker,
      `import { performanceClock } from ${here('../measure/clock.ts')};
      import { measure } from ${here('../measure/measure.ts')};
      import { serve } from ${here('../worker/serve.ts')};
      let wallMs = 1e12;
      const clock = { ...performanceClock, wallMs: () => (wallMs += 3600e3) };
      const task = { itemsPerSample: 1, sample: async () => {} };
      serve({ run: async ({ timing }) => { await measure(task, timing, clock, () => {}); } });`,
    );
    const done = await runRepetition(
      { ...fakeEngine({}), ...typeScriptWorker(worker) },
      request,
      limits(),
      () => undefined,
    );
    expect(done).toEqual({
      status: 'failed',
      reason: expect.stringMatching(
        /^the clock jumped by \+3\d{3}\.\d{3} s while measuring .*; measure again$/,
      ),
    });
  });

  it('fails with a reason if the worker file is missing', async () => {
    const engine = { ...fakeEngine({}), ...typeScriptWorker(join(folder, 'nowhere.ts')) };
    const done = await runRepetition(engine, request, limits(), () => undefined);
    expect(done).toMatchObject({ status: 'failed', reason: expect.stringMatching(/nowhere\.ts/) });
    expect(JSON.stringify(done)).not.toContain(folder);
  });
});

describe('a probe', () => {
  it("returns the engine's answer", async () => {
    expect(await probeEngine(fakeEngine({}), limits())).toMatchObject({
      available: true,
      version: '4.22.0',
    });
  });

  it('that hangs makes the engine unavailable, with the reason', async () => {
    const probe = await probeEngine(fakeEngine({ probe: 'hang' }), limits(800));
    expect(probe).toMatchObject({ available: false, reason: expect.stringMatching(/deadline/) });
  });
});
