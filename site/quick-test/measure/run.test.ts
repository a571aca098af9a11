import { describe, expect, it } from 'vitest';
import type { Cell, Device } from '../../../data/contract/cell.ts';
import { sampleCheck } from '../../../data/testing/sample-outcome.ts';
import { sampleRepetition } from '../../../data/testing/sample-repetition.ts';
import type { Message, RunRequest } from '../../../runner/protocol/messages.ts';
import { partOf, sizeOf } from './parts.ts';
import { type Effects, type Progress, runParts } from './run.ts';
import { SILENCE_MS, type WorkerLike } from './run-worker.ts';

const device: Device = { kind: 'gpu', api: 'unknown', name: 'nvidia ampere', software: false };

/** A result with one pass in each sample. */
const result = ({ cell }: RunRequest, ms: number): Message => ({
  type: 'result',
  engineVersion: '4.22.0',
  observed: {},
  repetition: sampleRepetition({
    warmUpSteps: 2,
    samplesNs: [ms * 1e6, ms * 1e6],
    itemsPerSample: cell.batchSize ?? 1,
  }),
  check: sampleCheck(),
  peakMemory: null,
  extrapolated: null,
});

/** Fake workers that reply immediately with `answer`, and a clock that advances only when the alarm rings. */
function fakeEffects(answer: (request: RunRequest, worker: WorkerLike) => Message[]) {
  const cells: Cell[] = [];
  let alive = 0;
  let clock = 0;
  let alarm: (() => void) | null = null;
  let hidden = false;
  const listeners = new Set<() => void>();
  const effects: Effects = {
    now: () => clock,
    visibility: {
      hidden: () => hidden,
      listen: (changed) => {
        listeners.add(changed);
        return () => listeners.delete(changed);
      },
    },
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
          cells.push(request.cell);
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
  const show = (visible: boolean) => {
    hidden = !visible;
    for (const changed of [...listeners]) changed();
  };
  return {
    effects,
    cells,
    alive: () => alive,
    ring: () => alarm?.(),
    show,
    pass: (ms: number) => {
      clock += ms;
    },
    listening: () => listeners.size,
  };
}

const cpu: Device = { kind: 'cpu', api: 'none', name: 'hidden by the browser', software: false };
const options = { device, machine: { phone: false, half: true }, budgetMs: 30_000, seed: 1 };
const never = new AbortController().signal;

/** What was reported of each finished cell: its part, its size and its status. */
const finished = (seen: readonly Progress[]) =>
  seen.flatMap((progress) => {
    if (progress.type !== 'finished') return [];
    const { cell, outcome } = progress.result;
    return [`${partOf(cell).id} ${sizeOf(cell)} ${outcome.status}`];
  });

describe('runParts', () => {
  it('measures every part, each cell in its own worker, and reports each when it ends', async () => {
    const { effects, cells, alive } = fakeEffects((request) => [
      { type: 'progress', phase: 'warm-up', fraction: 0.5, remainingMs: null },
      result(request, 1),
    ]);
    const seen: Progress[] = [];
    expect(await runParts(options, effects, (progress) => seen.push(progress), never)).toBe('done');
    expect(finished(seen)).toEqual([
      'product 256 × 256 ok',
      'product 512 × 512 ok',
      'product 1024 × 1024 ok',
      'product 2048 × 2048 ok',
      'product 4096 × 4096 ok',
      'small-net batch 256 ok',
      'half-product 4096 × 4096 ok',
      'attention 1024 tokens ok',
      'large-net batch 256 ok',
    ]);
    expect(cells).toHaveLength(9);
    expect(seen.filter(({ type }) => type === 'phase')).toHaveLength(9);
    expect(alive()).toBe(0);
  });

  it('takes smaller batches and sizes on a slow GPU, and says what was left out', async () => {
    // 0.27 TFLOP/s in products; 0.09 in attention, 0.02 in the small net.
    const { effects, cells } = fakeEffects((request) => [
      result(request, request.cell.size === null ? 200 : (request.cell.size / 512) ** 3),
    ]);
    const seen: Progress[] = [];
    const slow = { ...options, machine: { phone: false, half: false } };
    expect(await runParts(slow, effects, (progress) => seen.push(progress), never)).toBe('done');
    expect(finished(seen)).toEqual([
      'product 256 × 256 ok',
      'product 512 × 512 ok',
      'product 1024 × 1024 ok',
      'product 2048 × 2048 ok',
      'product 4096 × 4096 skipped',
      'small-net batch 256 ok',
      'half-product 2048 × 2048 unsupported',
      'attention 1024 tokens ok',
      'large-net batch 64 ok',
    ]);
    expect(cells).toHaveLength(7);
  });

  it('measures a CPU with its own engine, at smaller sizes, and not in float16', async () => {
    // 0.05 TFLOP/s in products, 2 s for anything else.
    const { effects, cells } = fakeEffects((request) => [
      result(request, request.cell.size === null ? 2000 : 5.4 * (request.cell.size / 512) ** 3),
    ]);
    const seen: Progress[] = [];
    const onCpu = { ...options, device: cpu, machine: { phone: false, half: false }, budgetMs: 60_000 };
    expect(await runParts(onCpu, effects, (progress) => seen.push(progress), never)).toBe('done');
    expect(finished(seen)).toEqual([
      'product 256 × 256 ok',
      'product 512 × 512 ok',
      'product 1024 × 1024 ok',
      'product 2048 × 2048 ok',
      'small-net batch 256 ok',
      'attention 1024 tokens ok',
      'large-net batch 32 ok',
    ]);
    expect(new Set(cells.map(({ engine }) => engine))).toEqual(new Set(['wasm']));
  });

  it('goes on after a failure: with the next batch of a net if memory ran out, else with the next part', async () => {
    const { effects, alive } = fakeEffects((request) => {
      const { workload, size, batchSize } = request.cell;
      if (size === 1024) return [{ type: 'error', status: 'out-of-memory', reason: 'no buffer of 16 MiB' }];
      if (workload === 'attention') return [{ type: 'error', status: 'failed', reason: 'no pipeline' }];
      if (workload === 'vgg16-cifar100' && batchSize === 256)
        return [{ type: 'error', status: 'out-of-memory', reason: 'no buffer of 64 MiB' }];
      return [result(request, 1)];
    });
    const seen: Progress[] = [];
    expect(await runParts(options, effects, (progress) => seen.push(progress), never)).toBe('done');
    expect(finished(seen)).toEqual([
      'product 256 × 256 ok',
      'product 512 × 512 ok',
      'product 1024 × 1024 out-of-memory',
      'small-net batch 256 ok',
      'half-product 512 × 512 ok',
      'attention 1024 tokens failed',
      'large-net batch 256 out-of-memory',
      'large-net batch 128 ok',
    ]);
    expect(alive()).toBe(0);
  });

  it('stops at once if the GPU is lost in a later part', async () => {
    const { effects } = fakeEffects((request) =>
      request.cell.workload === 'mnist-cnn'
        ? [{ type: 'error', status: 'failed', reason: 'mapAsync failed', deviceLost: true }]
        : [result(request, 1)],
    );
    const seen: Progress[] = [];
    expect(await runParts(options, effects, (progress) => seen.push(progress), never)).toBe('broken');
    expect(finished(seen).at(-1)).toBe('small-net batch 256 failed');
  });

  it('reports that the GPU was taken away', async () => {
    const { effects } = fakeEffects(() => [
      { type: 'error', status: 'failed', reason: 'mapAsync failed', deviceLost: true },
    ]);
    const seen: Progress[] = [];
    expect(await runParts(options, effects, (progress) => seen.push(progress), never)).toBe('broken');
    expect(seen.slice(1)).toMatchObject([
      { type: 'finished', result: { outcome: { status: 'failed' } }, deviceLost: true },
    ]);
  });

  it('reports a crashed worker', async () => {
    const { effects, alive } = fakeEffects((_request, worker) => {
      worker.onerror?.({ message: 'Uncaught Error: boom' } as ErrorEvent);
      return [];
    });
    const seen: Progress[] = [];
    expect(await runParts(options, effects, (progress) => seen.push(progress), never)).toBe('broken');
    expect(seen.slice(1)).toMatchObject([
      { result: { outcome: { status: 'failed', reason: 'the worker crashed: Uncaught Error: boom' } } },
    ]);
    expect(alive()).toBe(0);
  });

  it('stops a worker that sends no messages', async () => {
    const { effects, alive, ring } = fakeEffects(() => []);
    const seen: Progress[] = [];
    const run = runParts(options, effects, (progress) => seen.push(progress), never);
    await Promise.resolve();
    ring();
    expect(await run).toBe('broken');
    expect(seen.slice(1)).toMatchObject([{ result: { outcome: { status: 'timeout' } } }]);
    expect(JSON.stringify(seen)).toContain(`${SILENCE_MS / 1000} s`);
    expect(alive()).toBe(0);
  });

  it('terminates the worker immediately when cancelled and reports nothing more', async () => {
    const { effects, alive } = fakeEffects(() => []);
    const seen: Progress[] = [];
    const cancel = new AbortController();
    const run = runParts(options, effects, (progress) => seen.push(progress), cancel.signal);
    await Promise.resolve();
    cancel.abort();
    expect(await run).toBe('cancelled');
    expect(finished(seen)).toEqual([]);
    expect(alive()).toBe(0);
  });

  it('begins again what was being measured when the page was hidden, and does not count that time', async () => {
    const requests: RunRequest[] = [];
    const { effects, alive, show, pass, listening } = fakeEffects((request) => {
      requests.push(request);
      // The second worker is hidden before it answers; the third measures the same cell.
      return requests.length === 2 ? [] : [result(request, 1)];
    });
    const seen: Progress[] = [];
    const run = runParts(options, effects, (progress) => seen.push(progress), never);
    while (requests.length < 2) await Promise.resolve();
    pass(5000);
    show(false);
    await new Promise((resolve) => setTimeout(resolve));
    expect(alive()).toBe(0);
    expect(seen.at(-1)).toEqual({ type: 'paused' });
    // Without the pause, nothing else would fit into the budget.
    pass(1_000_000);
    show(true);
    expect(await run).toBe('done');
    expect(requests[2]!.cell).toEqual(requests[1]!.cell);
    expect(finished(seen)).toHaveLength(9);
    expect(finished(seen).every((text) => text.endsWith(' ok'))).toBe(true);
    expect(listening()).toBe(0);
  });

  it('waits until the page is visible before the first worker, and can be cancelled meanwhile', async () => {
    const { effects, cells, show, listening } = fakeEffects((request) => [result(request, 1)]);
    show(false);
    const cancel = new AbortController();
    const run = runParts(options, effects, () => {}, cancel.signal);
    await new Promise((resolve) => setTimeout(resolve));
    expect(cells).toEqual([]);
    cancel.abort();
    expect(await run).toBe('cancelled');
    expect(listening()).toBe(0);
  });

  it('tells how the loss of a training falls, and the remaining time before each cell', async () => {
    const { effects } = fakeEffects((request) => [
      ...(request.cell.mode === 'train'
        ? [
            {
              type: 'progress',
              phase: 'measure',
              fraction: 0.5,
              remainingMs: null,
              trained: { step: 7, loss: 1.5 },
            } as Message,
          ]
        : []),
      result(request, 1),
    ]);
    const seen: Progress[] = [];
    await runParts(options, effects, (progress) => seen.push(progress), never);
    expect(seen.filter(({ type }) => type === 'trained')).toMatchObject([
      { cell: { workload: 'mnist-cnn' }, trained: { step: 7, loss: 1.5 } },
      { cell: { workload: 'vgg16-cifar100' }, trained: { step: 7, loss: 1.5 } },
    ]);
    const remaining = seen.flatMap((progress) => (progress.type === 'begun' ? [progress.remainingMs] : []));
    expect(remaining[0]).toBe(30_000);
    expect(remaining).toHaveLength(9);
    // After the first products, whose rate changes what fits; the clock of this test stands still.
    expect(remaining.slice(3)).toEqual(remaining.slice(3).toSorted((a, b) => b - a));
    expect(Math.max(...remaining)).toBe(30_000);
    expect(remaining.at(-1)).toBeGreaterThan(0);
  });
});
