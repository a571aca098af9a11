/** @file Detects the machine, its conditions and the working engines. Everything that may crash runs in a child process. */
import type { Device } from '../../data/contract/cell.ts';
import type { Conditions, Machine, Submission } from '../../data/contract/submission.ts';
import type { EngineId } from '../../data/contract/words.ts';
import { readConditions } from '../detect/conditions.ts';
import { detect } from '../detect/detect.ts';
import { Tools } from '../detect/tools.ts';
import { type Access, type MachineDevice, numberDevices } from '../plan/devices.ts';
import type { Board } from '../protocol/board.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Probe } from '../protocol/messages.ts';
import { probeEngine } from '../supervise/supervise.ts';
import { readCommand } from '../system/ask.ts';
import { isCudaInOrder } from '../system/cuda-order.ts';

/**
 * The first load of a framework or a GPU driver can be slow on a cold disk. Probing seven engines at once took up to
 * 20 seconds on two cores with a load of 12.
 */
const PROBE_DEADLINE_MS = 90_000;

export interface Survey {
  machine: Machine;
  conditions: Conditions;
  probes: ReadonlyMap<EngineId, Probe>;
  /** The devices that the user can choose. */
  devices: readonly MachineDevice[];
  /** How each engine reaches the GPUs. */
  access: ReadonlyMap<EngineId, readonly Access[]>;
  /** GPUs on the bus that neither the system nor a driver names. */
  unnamed: readonly string[];
  /** What NVIDIA's driver says is wrong; null if it works or is missing. */
  nvidiaProblem: string | null;
  /** Tools of the system that did not answer in time, so that what they know is missing. */
  silentTools: readonly string[];
}

/** @param engines The engines to probe. */
export async function survey(engines: readonly Engine[], signal: AbortSignal): Promise<Survey> {
  const tools = new Tools(signal);
  // Read the conditions first, because the probes add to the load.
  const conditions = await readConditions(tools);
  const { machine, boards, unnamed, nvidiaProblem } = await detect(tools);
  // The engines get the name of the CPU, so that all use the same.
  const limits = { deadlineMs: PROBE_DEADLINE_MS, signal, cpuName: machine.cpu?.name ?? null };
  const answers = await Promise.all(engines.map((engine) => probeEngine(engine, limits)));
  const probes = new Map(engines.map((engine, i) => [engine.id, answers[i]!]));
  const numbered = numberDevices({ machine, boards, probes, cudaInOrder: isCudaInOrder(process.env) });
  return { machine, conditions, unnamed, nvidiaProblem, silentTools: [...tools.silent], ...numbered };
}

/** What to do about a tool that did not answer. */
export const describeSilence = (tool: string): string =>
  `${tool} did not answer in time and was stopped, so what it knows is missing: see whether it works in a terminal, or restart the machine.`;

/** The board of a GPU; null if it is unknown which one computes. */
export function boardOf(device: Device, { access }: Pick<Survey, 'access'>): Board | null {
  const ways = [...access.values()].flat().filter((way) => isSameDevice(way.device, device));
  return ways.find(({ board }) => board !== null)?.board ?? null;
}

const isSameDevice = (one: Device, other: Device): boolean =>
  one.kind === other.kind && one.api === other.api && one.name === other.name && one.index === other.index;

/** The runner's version and commit, and whether tracked files were changed. New files, such as submissions, are ignored. */
export async function describeRunner(root: string, version: string): Promise<Submission['runner']> {
  const commit = (await readCommand('git', ['-C', root, 'rev-parse', 'HEAD']))?.trim() ?? '';
  const changes = await readCommand('git', ['-C', root, 'status', '--porcelain', '--untracked-files=no']);
  const known = /^[0-9a-f]{40}$/.test(commit) && changes !== null;
  return {
    origin: 'cli',
    version,
    commit: known ? commit : null,
    dirty: known ? changes.trim() !== '' : null,
    runtime: `Node ${process.versions.node}`,
  };
}
