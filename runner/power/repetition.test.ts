import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import { sampleCheck } from '../../data/testing/sample-outcome.ts';
import type { Engine } from '../protocol/engine.ts';
import type { RunRequest } from '../protocol/messages.ts';
import { runRepetition } from '../supervise/supervise.ts';
import { sampleRequest } from '../testing/sample-request.ts';
import { typeScriptWorker } from '../worker/command.ts';
import type { Meter } from './meter.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainmark-metered-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const request: RunRequest = sampleRequest(
  sampleCell({ workload: 'matmul', mode: 'op', recipe: 'naive', size: 64 }),
  { maxMeasureMs: 1000 },
);

const limits = { deadlineMs: 20_000, signal: new AbortController().signal, graceMs: 300 };
const engine = (worker: string): Engine => ({
  id: 'tfjs-wasm',
  computes: 'nets',
  preference: {},
  deviceKinds: ['cpu'],
  ...typeScriptWorker(worker),
  unsupported: () => null,
  setup: null,
});

describe('the power of a repetition', () => {
  interface State {
    emitted: number;
    /** Readings until the meter is lost. */
    left: number;
    stopped: boolean;
  }
  const state = (): State => ({ emitted: 0, left: Number.POSITIVE_INFINITY, stopped: false });
  /** Reports 10 W a hundred times per second. */
  const fakeMeter = (of: State): Meter => ({
    source: 'nvml-power',
    scope: 'gpu',
    name: 'fake meter',
    windowMs: 0,
    start(onReading, onLost) {
      const timer = setInterval(() => {
        of.left -= 1;
        of.emitted += 1;
        if (of.left >= 0) onReading({ atNs: Math.round(performance.now() * 1e6), watts: 10 });
        else {
          clearInterval(timer);
          onLost('the fake meter was unplugged');
        }
      }, 10);
      return () => {
        of.stopped = true;
        clearInterval(timer);
      };
    },
  });
  /** A worker that obeys the protocol and loads and measures for the given times. */
  const phases = (loadMs: number, measureMs: number): Engine => {
    const worker = join(folder, `phases-${loadMs}-${measureMs}.mjs`);
    const { runIndex } = request;
    const repetition = {
      runIndex,
      coldStartNs: 1,
      warmUpSteps: 0,
      steady: false,
      samplesNs: [measureMs * 1e6],
    };
    const result = {
      type: 'result',
      engineVersion: 'fake 1.0',
      observed: {},
      repetition: { ...repetition, samplesThinned: 0, itemsPerSample: 1 },
      check: sampleCheck(),
      peakMemory: null,
      extrapolated: null,
    };
    const progress = (phase: string) =>
      JSON.stringify({ type: 'progress', phase, fraction: 0, remainingMs: 1 });
    writeFileSync(
      worker,
      `process.stdin.once('data', () => {
        console.log('${progress('load')}');
        setTimeout(() => console.log('${progress('measure')}'), ${loadMs});
        setTimeout(() => console.log('${JSON.stringify(result)}'), ${loadMs + measureMs});
        setTimeout(() => process.exit(0), ${loadMs + measureMs + 200});
      });`,
    );
    return engine(worker);
  };
  const measureWith = (meter: Meter | null, loadMs: number, measureMs: number, onMeasure = () => {}) =>
    runRepetition(phases(loadMs, measureMs), request, { ...limits, meter, idleWatts: 4 }, ({ phase }) => {
      if (phase === 'measure') onMeasure();
    });

  it.concurrent('is recorded only while the worker measures', async () => {
    const of = state();
    const done = await measureWith(fakeMeter(of), 300, 400);
    expect(done).toMatchObject({ status: 'ok', power: { source: 'nvml-power', idleWatts: 4, lost: null } });
    const read = done.status === 'ok' ? (done.power?.samples.length ?? 0) : 0;
    expect(read).toBeGreaterThan(0);
    // The meter also runs 300 ms before the loop, 200 ms after it and while the process starts.
    expect(of.emitted).toBeGreaterThan(read + 10);
    expect(of.stopped).toBe(true);
  });

  it.concurrent('keeps earlier readings if the meter disappears, and the repetition stays ok', async () => {
    const of = state();
    const done = await measureWith(fakeMeter(of), 50, 500, () => {
      of.left = 3;
    });
    const watts = 10;
    expect(done).toMatchObject({
      status: 'ok',
      power: { samples: [{ watts }, { watts }, { watts }], lost: 'the fake meter was unplugged' },
    });
  });

  it.concurrent('is null without a meter or if the meter was lost before the loop', async () => {
    expect(await measureWith(null, 0, 20)).toMatchObject({ status: 'ok', power: null });
    const lost = await measureWith(fakeMeter({ ...state(), left: 1 }), 100, 20);
    expect(lost).toMatchObject({ status: 'ok', power: null });
  });

  it.concurrent('stops when the worker crashes', async () => {
    const of = state();
    const worker = join(folder, 'crash.mjs');
    writeFileSync(worker, 'process.exit(1);');
    const done = await runRepetition(engine(worker), request, { ...limits, meter: fakeMeter(of) }, () => {});
    expect([done.status, of.stopped]).toEqual(['failed', true]);
  });
});
