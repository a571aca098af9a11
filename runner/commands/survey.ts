/** @file What is here: the machine, its conditions, the engines that work. Everything that may break runs in a child. */
import type { Conditions, Machine, Submission } from '../../data/contract/submission.ts';
import type { EngineId } from '../../data/contract/words.ts';
import { readConditions } from '../detect/conditions.ts';
import { detectMachine } from '../detect/detect.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Probe } from '../protocol/messages.ts';
import { probeEngine } from '../supervise/supervise.ts';
import { readCommand } from '../system/command.ts';

/**
 * Loading a framework or a GPU driver for the first time can take long on a cold disk. Seven engines at once took
 * up to 20 seconds on two cores with a load of 12.
 */
const PROBE_DEADLINE_MS = 90_000;

export interface Survey {
  machine: Machine;
  conditions: Conditions;
  probes: ReadonlyMap<EngineId, Probe>;
}

/** @param engines Those that are probed. */
export async function survey(engines: readonly Engine[], signal: AbortSignal): Promise<Survey> {
  // The conditions come first: the probes are a load of their own.
  const conditions = await readConditions();
  const [machine, ...answers] = await Promise.all([
    detectMachine(),
    ...engines.map((engine) => probeEngine(engine, { deadlineMs: PROBE_DEADLINE_MS, signal })),
  ]);
  const probes = new Map(engines.map((engine, i) => [engine.id, answers[i]!]));
  return { machine, conditions, probes };
}

/** The runner itself: version, commit and whether files differ from it; submissions are new files and do not count. */
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
