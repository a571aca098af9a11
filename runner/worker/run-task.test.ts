import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../data/contract/proof.ts';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import { sampleCheck } from '../../data/testing/sample-outcome.ts';
import type { Clock } from '../measure/clock.ts';
import { type Message, messageSchema, type RunRequest } from '../protocol/messages.ts';
import { sampleRequest } from '../testing/sample-request.ts';
import { type EngineReport, runTask } from './run-task.ts';
import type { CheckedTask } from './task.ts';

const check = sampleCheck();

const proof: Comparison[] = [{ of: 'movement', error: 0.5, tolerance: 0.02 }];

const request: RunRequest = sampleRequest(
  sampleCell({ batchSize: 8 }),
  { minWarmUpSteps: 1, minSamples: 2, maxMeasureMs: 2000, exactSamples: 2 },
  { runIndex: 4, seed: 42 },
);

/** Runs a task that records its calls; building and each sample take 10 ms. */
async function run(task: Partial<CheckedTask> = {}, engine: Partial<EngineReport> = {}) {
  const steps: string[] = [];
  let nowMs = 0;
  const clock: Clock = { nowNs: () => nowMs * 1e6, wallMs: () => nowMs };
  const note = <Value>(step: string, value: Value): Value => {
    steps.push(step);
    return value;
  };
  const built = {
    task: {
      sample: async () => {
        nowMs += 10;
        note('sample', null);
      },
      check: async (progress: (fraction: number) => void | Promise<void>) => {
        await progress(0.5);
        return note('check', check);
      },
      prove: async () => note('prove', proof),
      calibrate: async () => note('calibrate', undefined),
      dispose: () => note('dispose', undefined),
      passesPerSample: 1,
      itemsPerSample: 8,
      stepsPerEpoch: null,
      parameters: null,
      ...task,
    },
    engine: {
      version: '1.2',
      failure: async () => note('failure', null),
      peakMemory: () => note('memory', null),
      observed: () => note('observed', { simd: true }),
      ...engine,
    },
  };
  const build = () => {
    nowMs += 10;
    return note('build', built);
  };
  const messages: Message[] = [];
  const running = runTask(
    request,
    build,
    (message) => void messages.push(messageSchema.parse(message)),
    clock,
  );
  return { running, steps, messages };
}

describe('a repetition of a task', () => {
  test('calls its parts in this order', async () => {
    const { running, steps, messages } = await run();
    await running;
    expect(steps).toEqual([
      ...['build', 'sample', 'check', 'calibrate', 'sample', 'sample', 'sample'],
      ...['failure', 'memory', 'prove', 'dispose', 'observed'],
    ]);
    expect(messages.slice(0, 2)).toMatchObject([
      { type: 'progress', phase: 'load', fraction: 0, remainingMs: null },
      { type: 'progress', phase: 'check', fraction: 0.5, remainingMs: null },
    ]);
    expect(messages.at(-1)).toEqual({
      type: 'result',
      engineVersion: '1.2',
      observed: { simd: true },
      repetition: {
        runIndex: 4,
        coldStartNs: 20e6,
        warmUpSteps: 1,
        warmUpNs: 10e6,
        steady: false,
        convergence: null,
        load: null,
        samplesNs: [10e6, 10e6],
        samplesThinned: 0,
        elapsedNs: 20e6,
        startUpNs: null,
        itemsPerSample: 8,
        passNs: null,
      },
      check: { ...check, comparisons: proof, maxRelativeError: 0.5, tolerance: 0.02, passed: false },
      peakMemory: null,
      extrapolated: null,
    });
  });

  test.each([
    [
      { stepsPerEpoch: 4, passesPerSample: 1 },
      { stepsTimed: 2, stepsPerEpoch: 4 },
    ],
    [
      { stepsPerEpoch: 7, passesPerSample: 3 },
      { stepsTimed: 6, stepsPerEpoch: 7 },
    ],
    [{ stepsPerEpoch: 6, passesPerSample: 3 }, null],
  ])('%j is extrapolated to an epoch as %j', async (task, extrapolated) => {
    const { running, messages } = await run(task);
    await running;
    expect(messages.at(-1)).toMatchObject({ extrapolated });
  });

  test('reports the parameters of a net with the observed settings', async () => {
    const { running, messages } = await run({ parameters: 99 });
    await running;
    expect(messages.at(-1)).toMatchObject({ observed: { simd: true, parameters: 99 } });
  });

  test('fails on a device error that no operation raised', async () => {
    const { running, messages } = await run({}, { failure: async () => new Error('device lost') });
    await expect(running).rejects.toThrow('device lost');
    expect(messages.some(({ type }) => type === 'result')).toBe(false);
  });
});
