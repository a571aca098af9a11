/**
 * @file The real engines, for the tests that need one. What is not set up here is skipped by name; TRAINMARK_REQUIRE, a
 * list as "pytorch,mlx", makes that a failure, so that a machine that set them up cannot lose one unseen.
 */
import { test } from 'vitest';
import type { Cell, Device } from '../data/contract/cell.ts';
import type { EngineId } from '../data/contract/words.ts';
import { engines } from '../runner/engines/index.ts';
import type { Engine } from '../runner/protocol/engine.ts';
import { PROTOCOL_VERSION, type RunRequest, type Timing } from '../runner/protocol/messages.ts';
import { type Attempt, probeEngine, runRepetition } from '../runner/supervise/supervise.ts';
import { type LeftOut, leftOutTitle } from './left-out.ts';

/** An engine that works on this machine. */
export interface Working {
  engine: Engine;
  /** As the probe reports it. */
  version: string;
  /** Where tests compute: its CPU, or the GPU of an engine that has nothing else (emulated on the test machine). */
  device: Device;
}

const PROBE_MS = 60_000;
const RUN_MS = 300_000;

const limits = (deadlineMs: number) => ({ deadlineMs, signal: new AbortController().signal });

function requiredEngines(): readonly string[] {
  const names = (process.env.TRAINMARK_REQUIRE ?? '').split(',').filter(Boolean);
  const unknown = names.find((name) => engines.every(({ id }) => id !== name));
  if (unknown !== undefined) {
    const known = engines.map(({ id }) => id).join(', ');
    throw new Error(`TRAINMARK_REQUIRE: ${unknown} is no engine; name some of ${known}`);
  }
  return names;
}

export const isRequired = (id: EngineId): boolean => requiredEngines().includes(id);

/** Asks the engine's own worker. */
export async function findEngine(id: EngineId): Promise<Working | LeftOut> {
  const engine = engines.find((one) => one.id === id);
  if (engine === undefined) throw new Error(`${id} is not in runner/engines/index.ts`);
  const probe = await probeEngine(engine, limits(PROBE_MS));
  if (!probe.available) return { id, reason: probe.reason, remedy: probe.remedy };
  const { version, devices } = probe;
  const device = devices.find(({ kind }) => kind === 'cpu') ?? devices[0]!;
  return { engine, version, device };
}

/** One skipped test that says what is missing; a failing one where the engine is required. */
export function reportLeftOut(leftOut: LeftOut): void {
  const title = leftOutTitle(leftOut);
  const missed = requiredEngines().includes(leftOut.id);
  test.skipIf(!missed)(title, () => {
    throw new Error(`${title} (TRAINMARK_REQUIRE asks for it)`);
  });
}

/** Registers tests of an engine where it works, else the one that tells what is missing. To be awaited in a test file. */
export async function withEngine(id: EngineId, tests: (working: Working) => void): Promise<void> {
  const found = await findEngine(id);
  if ('reason' in found) reportLeftOut(found);
  else tests(found);
}

/** A tiny measurement: the check in full, then as many samples. */
export const exactly = (samples: number): Timing => ({
  ...{ minWarmUpSteps: 1, minWarmUpMs: 0, minSamples: samples, minMeasureMs: 0, maxMeasureMs: 5000 },
  exactSamples: samples,
});

/** Measures a cell in the engine's own worker, as the command does. What is left out: mnist-cnn, trained, in float32. */
export function runInWorker(
  { engine, device }: Working,
  chosen: Partial<Cell>,
  request: Partial<Pick<RunRequest, 'timing' | 'convergence' | 'modelFile' | 'seed'>> = {},
  deadlineMs = RUN_MS,
): Promise<Attempt> {
  const cell: Cell = {
    ...{ workload: 'mnist-cnn', mode: 'train', engine: engine.id, device, recipe: 'optimized' },
    ...{ dtype: 'float32', batchSize: null, size: null, sequenceLength: null, languageModel: null },
    ...chosen,
  };
  const asked: RunRequest = {
    ...{ type: 'run', protocol: PROTOCOL_VERSION, cell, runIndex: 0 },
    ...{ timing: exactly(2), seed: 42, convergence: null, modelFile: null },
    ...request,
  };
  return runRepetition(engine, asked, limits(deadlineMs), () => undefined);
}
