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

const limits = { deadlineMs: 120_000, signal: new AbortController().signal, graceMs: 300 };
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
    /** Called after each reading, and when the meter is lost. */
    onChange: () => void;
  }
  const state = (changes: Partial<State> = {}): State => ({
    emitted: 0,
    left: Number.POSITIVE_INFINITY,
    stopped: false,
    onChange: () => undefined,
    ...changes,
  });
  /** Reports 10 W every ten milliseconds. */
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
        of.onChange();
      }, 10);
      return () => {
        of.stopped = true;
        clearInterval(timer);
      };
    },
  });
  /** A worker that obeys the protocol; the test says when it begins to measure and when it ends. */
  const phases = () => {
    const worker = join(mkdtempSync(join(folder, 'phases-')), 'worker.mjs');
    const said = { measure: `${worker}.measure`, end: `${worker}.end` };
    const { runIndex } = request;
    const repetition = { runIndex, coldStartNs: 1, warmUpSteps: 0, steady: false, samplesNs: [1e6] };
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
      `import { existsSync } from 'node:fs';
      const said = async (file) => {
        while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 5));
      };
      process.stdin.once('data', async () => {
        console.log('${progress('load')}');
        await said(${JSON.stringify(said.measure)});
        console.log('${progress('measure')}');
        await said(${JSON.stringify(said.end)});
        console.log('${JSON.stringify(result)}');
        setTimeout(() => process.exit(0), 100);
      });`,
    );
    const say = (what: keyof typeof said) => writeFileSync(said[what], '');
    return { engine: engine(worker), measure: () => say('measure'), end: () => say('end') };
  };
  type Phases = ReturnType<typeof phases>;
  const measureWith = (meter: Meter | null, { engine }: Phases, onMeasure = () => {}) =>
    runRepetition(engine, request, { ...limits, meter, idleWatts: 4 }, ({ phase }) => {
      if (phase === 'measure') onMeasure();
    });

  it.concurrent('is recorded only while the worker measures', async () => {
    const worker = phases();
    const [before, during] = [10, 5];
    let begunAt = Number.POSITIVE_INFINITY;
    const of = state({
      onChange: () => {
        if (of.emitted === before) worker.measure();
        if (of.emitted === begunAt + during) worker.end();
      },
    });
    const done = await measureWith(fakeMeter(of), worker, () => {
      begunAt = of.emitted;
    });
    expect(done).toMatchObject({ status: 'ok', power: { source: 'nvml-power', idleWatts: 4, lost: null } });
    const read = done.status === 'ok' ? (done.power?.samples.length ?? 0) : 0;
    expect(read).toBeGreaterThanOrEqual(during);
    expect(read).toBeLessThanOrEqual(of.emitted - begunAt);
    expect(of.stopped).toBe(true);
  });

  it.concurrent('keeps earlier readings if the meter disappears, and the repetition stays ok', async () => {
    const worker = phases();
    const of = state({ onChange: () => of.left < 0 && worker.end() });
    worker.measure();
    const done = await measureWith(fakeMeter(of), worker, () => {
      of.left = 3;
    });
    const watts = 10;
    expect(done).toMatchObject({
      status: 'ok',
      power: { samples: [{ watts }, { watts }, { watts }], lost: 'the fake meter was unplugged' },
    });
  });

  it.concurrent('is null without a meter or if the meter was lost before the loop', async () => {
    const unmetered = phases();
    unmetered.measure();
    unmetered.end();
    expect(await measureWith(null, unmetered)).toMatchObject({ status: 'ok', power: null });
    const worker = phases();
    worker.end();
    const of = state({ left: 1, onChange: () => of.left < 0 && worker.measure() });
    expect(await measureWith(fakeMeter(of), worker)).toMatchObject({ status: 'ok', power: null });
  });

  it.concurrent('stops when the worker crashes', async () => {
    const of = state();
    const worker = join(folder, 'crash.mjs');
    writeFileSync(worker, 'process.exit(1);');
    const done = await runRepetition(engine(worker), request, { ...limits, meter: fakeMeter(of) }, () => {});
    expect([done.status, of.stopped]).toEqual(['failed', true]);
  });
});
