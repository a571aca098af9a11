/** @file The engines that are compared, on all threads and on one, each in a process of its own. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Device } from '../../../data/contract/cell.ts';
import { engine as pytorch } from '../../../runner/engines/pytorch/engine.ts';
import { engine as tfjsNode } from '../../../runner/engines/tfjs-node/engine.ts';
import { engine as tfjsWasm } from '../../../runner/engines/tfjs-wasm/engine.ts';
import { engine as wasm } from '../../../runner/engines/wasm/engine.ts';
import type { Engine, WorkerCommand } from '../../../runner/protocol/engine.ts';
import { probeEngine } from '../../../runner/supervise/supervise.ts';
import type { Missing } from '../comparison/libraries/library.ts';
import { EngineProcess, type Program } from './processes/engine-process.ts';

/** All threads that the engine chooses, or one. */
export type Threads = 'all' | 'one';

/** An engine that works here. */
export interface Competitor {
  /** Heads its columns; that of the engine, except where it is a variant. */
  name: string;
  engine: Engine;
  device: Device;
  version: string;
  start(threads: Threads): Promise<EngineProcess>;
}

interface Candidate {
  name: string;
  engine: Engine;
  /** Arguments that start a program of the benchmark in place of the worker. */
  argsOf(worker: WorkerCommand): readonly string[];
}

const PROCESSES = join(import.meta.dirname, 'processes');

const inTypeScript = (engine: Engine, ...options: string[]): Candidate => ({
  name: engine.id,
  engine,
  argsOf: ({ args }) => [...args.slice(0, -1), join(PROCESSES, `${engine.id}.ts`), ...options],
});

const candidates: readonly Candidate[] = [
  inTypeScript(wasm),
  { ...inTypeScript(wasm, 'plain'), name: 'wasm plain' },
  inTypeScript(tfjsWasm),
  inTypeScript(tfjsNode),
  { name: pytorch.id, engine: pytorch, argsOf: () => ['-u', '-B', join(PROCESSES, 'pytorch.py')] },
];

const limits = { deadlineMs: 180_000, signal: new AbortController().signal };

/** The processors that a process may use decide how many threads an engine starts, the same way in all of them. */
const onOneProcessor = ({ command, args, environment }: Program): Program => ({
  command: 'taskset',
  args: ['--cpu-list', '0', command, ...args],
  environment,
});

/** Whether a process can be kept on one processor: only on Linux. */
export const canLimitThreads = (): boolean => spawnSync('taskset', ['--version']).status === 0;

async function open({ name, engine, argsOf }: Candidate): Promise<Competitor | Missing> {
  const worker = engine.worker();
  if ('reason' in worker) return { name, reason: `${worker.reason}; ${worker.remedy}` };
  const probe = await probeEngine(engine, limits);
  if (!probe.available) return { name, reason: `${probe.reason}; ${probe.remedy}` };
  const device = probe.devices.find(({ kind }) => kind === 'cpu');
  if (device === undefined) return { name, reason: 'does not compute on the CPU' };
  const { command, environment } = worker;
  const program = { command, args: argsOf(worker), environment };
  return {
    name,
    engine,
    device,
    version: probe.version,
    start: (threads) => EngineProcess.start(threads === 'one' ? onOneProcessor(program) : program),
  };
}

/** Probes all engines. */
export async function openCompetitors(): Promise<{ competitors: Competitor[]; missing: Missing[] }> {
  const competitors: Competitor[] = [];
  const missing: Missing[] = [];
  for (const candidate of candidates) {
    const opened = await open(candidate);
    if ('reason' in opened) missing.push(opened);
    else competitors.push(opened);
  }
  return { competitors, missing };
}
