/**
 * @file The real engines, for tests that need one. An engine that is not set up gets a skipped test with its name. If
 * TRAINMARK_REQUIRE (a list such as "pytorch,mlx") names it, that test fails, so that a broken setup is noticed.
 */
import { test } from 'vitest';
import type { Cell, Device } from '../data/contract/cell.ts';
import { newCell } from '../data/contract/new-cell.ts';
import type { EngineId } from '../data/contract/words.ts';
import { engines } from '../runner/engines/index.ts';
import type { Engine } from '../runner/protocol/engine.ts';
import { PROTOCOL_VERSION, type RunRequest, type Timing } from '../runner/protocol/messages.ts';
import { type Attempt, probeEngine, runRepetition } from '../runner/supervise/supervise.ts';
import { type LeftOut, leftOutTitle } from './testing/left-out.ts';

/** An engine that works on this machine. */
export interface Working {
  engine: Engine;
  /** The result of the probe. */
  version: string;
  /** The device for tests: the CPU, or the GPU if the engine has no other (emulated on the test machine). */
  device: Device;
}

const PROBE_MS = 300_000;
const RUN_MS = 540_000;

const limits = (deadlineMs: number) => ({ deadlineMs, signal: new AbortController().signal });

function requiredEngines(): readonly string[] {
  const names = (process.env.TRAINMARK_REQUIRE ?? '').split(',').filter(Boolean);
  const unknown = names.find((name) => engines.every(({ id }) => id !== name));
  if (unknown !== undefined) {
    const known = engines.map(({ id }) => id).join(', ');
    throw new Error(`TRAINMARK_REQUIRE: ${unknown} is not an engine; use some of ${known}`);
  }
  return names;
}

export const isRequired = (id: EngineId): boolean => requiredEngines().includes(id);

/** Probes the engine in its own worker. */
export async function findEngine(id: EngineId): Promise<Working | LeftOut> {
  const engine = engines.find((one) => one.id === id);
  if (engine === undefined) throw new Error(`${id} is not in runner/engines/index.ts`);
  const probe = await probeEngine(engine, limits(PROBE_MS));
  if (!probe.available) return { id, reason: probe.reason, remedy: probe.remedy };
  const { version, devices } = probe;
  const device = devices.find(({ kind }) => kind === 'cpu') ?? devices[0]!;
  return { engine, version, device };
}

/** Registers a skipped test whose title says what is missing, or a failing one if the engine is required. */
export function reportLeftOut(leftOut: LeftOut): void {
  const title = leftOutTitle(leftOut);
  const missed = requiredEngines().includes(leftOut.id);
  test.skipIf(!missed)(title, () => {
    throw new Error(`${title} (required by TRAINMARK_REQUIRE)`);
  });
}

/** Registers tests of an engine if it works, otherwise one that says what is missing. Await it in a test file. */
export async function withEngine(id: EngineId, tests: (working: Working) => void): Promise<void> {
  const found = await findEngine(id);
  if ('reason' in found) reportLeftOut(found);
  else tests(found);
}

/** A tiny measurement: the full check, then this many samples. */
export const exactly = (samples: number): Timing => ({
  minWarmUpSteps: 1,
  minWarmUpMs: 0,
  minSamples: samples,
  minMeasureMs: 0,
  maxMeasureMs: 5000,
  exactSamples: samples,
});

/** Measures a cell in the engine's own worker, like the command. Defaults: training of mnist-cnn in float32. */
export function runInWorker(
  { engine, device }: Working,
  chosen: Partial<Cell>,
  overrides: Partial<Pick<RunRequest, 'timing' | 'convergence' | 'modelFile' | 'seed'>> = {},
  deadlineMs = RUN_MS,
): Promise<Attempt> {
  const cell = newCell({
    workload: 'mnist-cnn',
    mode: 'train',
    engine: engine.id,
    device,
    recipe: 'optimized',
    dtype: 'float32',
    ...chosen,
  });
  const request: RunRequest = {
    type: 'run',
    protocol: PROTOCOL_VERSION,
    cell,
    runIndex: 0,
    timing: exactly(2),
    seed: 42,
    convergence: null,
    modelFile: null,
    ...overrides,
  };
  return runRepetition(engine, request, limits(deadlineMs), () => undefined);
}
