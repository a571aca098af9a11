import { describe, expect, it } from 'vitest';
import type { Device } from '../../data/contract/cell.ts';
import type { Message, RunRequest } from '../../runner/protocol/messages.ts';
import { type Effects, type Progress, runSizes, SILENCE_MS, type WorkerLike } from './run.ts';

const device: Device = { kind: 'gpu', api: 'unknown', name: 'nvidia ampere', software: false };

const result = (msPerSample: number): Message => ({
  type: 'result',
  engineVersion: '4.22.0',
  observed: {},
  repetition: {
    runIndex: 0,
    coldStartNs: 1,
    warmUpSteps: 2,
    steady: true,
    samplesNs: [msPerSample * 1e6, msPerSample * 1e6],
    samplesThinned: 0,
    itemsPerSample: 1,
    convergence: null,
  },
  check: { kind: 'output', rows: 8, maxRelativeError: 1e-7, tolerance: 1e-4, passed: true },
  peakMemory: null,
  extrapolated: null,
});

/** Fake workers that reply immediately with `answer`, and a clock that advances only when the alarm rings. */
function fakeEffects(answer: (request: RunRequest, worker: WorkerLike) => Message[]) {
  const sizes: number[] = [];
  let alive = 0;
  let clock = 0;
  let alarm: (() => void) | null = null;
  const effects: Effects = {
    now: () => clock,
    after: (ms, call) => {
      alarm = () => {
        clock += ms;
        call();
      };
      return () => {
        alarm = null;
      };
    },
    startWorker: () => {
      alive += 1;
      let running = true;
      const worker: WorkerLike = {
        onmessage: null,
        onerror: null,
        postMessage: (request: RunRequest) => {
          sizes.push(request.cell.size!);
          queueMicrotask(() => {
            for (const data of answer(request, worker)) {
              if (running) worker.onmessage?.({ data } as MessageEvent<Message>);
            }
          });
        },
        terminate: () => {
          running = false;
          alive -= 1;
        },
      };
      return worker;
    },
  };
  return { effects, sizes, alive: () => alive, ring: () => alarm?.() };
}

const options = { device, budgetMs: 25_000, largest: 4096, seed: 1 };
const never = new AbortController().signal;

describe('runSizes', () => {
  it('measures every size in its own worker and reports each when it ends', async () => {
    const { effects, sizes, alive } = fakeEffects(() => [
      { type: 'progress', phase: 'warm-up', fraction: 0.5, remainingMs: null },
      result(1),
    ]);
    const seen: Progress[] = [];
    expect(await runSizes(options, effects, (progress) => seen.push(progress), never)).toBe('done');
    expect(sizes).toEqual([256, 512, 1024, 2048, 4096]);
    expect(alive()).toBe(0);
    expect(seen.filter(({ type }) => type === 'phase')).toHaveLength(5);
    expect(
      seen.flatMap((progress) => (progress.type === 'finished' ? [progress.result.outcome.status] : [])),
    ).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  });

  it('keeps finished sizes if a larger one runs out of memory', async () => {
    const { effects, alive } = fakeEffects(({ cell }) =>
      cell.size === 1024
        ? [{ type: 'error', status: 'out-of-memory', reason: 'no buffer of 16 MiB' }]
        : [result(1)],
    );
    const seen: Progress[] = [];
    expect(await runSizes(options, effects, (progress) => seen.push(progress), never)).toBe('broken');
    expect(seen.map((progress) => progress.type === 'finished' && progress.result.outcome)).toMatchObject([
      { status: 'ok' },
      { status: 'ok' },
      { status: 'out-of-memory', reason: 'no buffer of 16 MiB' },
    ]);
    expect(alive()).toBe(0);
  });

  it('reports that the GPU was taken away', async () => {
    const { effects } = fakeEffects(() => [
      { type: 'error', status: 'failed', reason: 'mapAsync failed', deviceLost: true },
    ]);
    const seen: Progress[] = [];
    expect(await runSizes(options, effects, (progress) => seen.push(progress), never)).toBe('broken');
    expect(seen).toMatchObject([
      { type: 'finished', result: { outcome: { status: 'failed' } }, deviceLost: true },
    ]);
  });

  it('reports a crashed worker', async () => {
    const { effects, alive } = fakeEffects((_request, worker) => {
      worker.onerror?.({ message: 'Uncaught Error: boom' } as ErrorEvent);
      return [];
    });
    const seen: Progress[] = [];
    expect(await runSizes(options, effects, (progress) => seen.push(progress), never)).toBe('broken');
    expect(seen).toMatchObject([
      { result: { outcome: { status: 'failed', reason: 'the worker crashed: Uncaught Error: boom' } } },
    ]);
    expect(alive()).toBe(0);
  });

  it('stops a worker that sends no messages', async () => {
    const { effects, alive, ring } = fakeEffects(() => []);
    const seen: Progress[] = [];
    const run = runSizes(options, effects, (progress) => seen.push(progress), never);
    await Promise.resolve();
    ring();
    expect(await run).toBe('broken');
    expect(seen).toMatchObject([{ result: { outcome: { status: 'timeout' } } }]);
    expect(JSON.stringify(seen)).toContain(`${SILENCE_MS / 1000} s`);
    expect(alive()).toBe(0);
  });

  it('terminates the worker immediately when cancelled and reports nothing more', async () => {
    const { effects, alive } = fakeEffects(() => []);
    const seen: Progress[] = [];
    const cancel = new AbortController();
    const run = runSizes(options, effects, (progress) => seen.push(progress), cancel.signal);
    await Promise.resolve();
    cancel.abort();
    expect(await run).toBe('cancelled');
    expect(seen).toEqual([]);
    expect(alive()).toBe(0);
  });
});
