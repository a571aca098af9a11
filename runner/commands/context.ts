/** @file What the commands need from outside: the effects, handed in so that tests can give others. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { UsageError } from '../../data/contract/usage-error.ts';
import type { EngineId } from '../../data/contract/words.ts';
import type { prepareDataset } from '../datasets/prepare.ts';
import type { prepareModel } from '../language-model/prepare.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Workload } from '../workloads/workload.ts';

export interface CommandContext {
  /** Root of the repository. */
  root: string;
  version: string;
  engines: readonly Engine[];
  workloads: readonly Workload[];
  /** Folder that keeps data sets and language models between runs. */
  cache: string;
  prepareDataset: typeof prepareDataset;
  prepareModel: typeof prepareModel;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
}

/** Folder of the submissions: what was asked for, else the repository's. */
export function submissionsFolder(context: CommandContext, out: string | null): string {
  return out === null ? join(context.root, 'data', 'submissions') : resolve(out);
}

/**
 * The context with its engines in Python on the Python of a path; null leaves them on the one that was set up for each.
 * @throws UsageError where engines were named and none of them is in Python
 */
export function withPython(
  context: CommandContext,
  path: string | null,
  named: readonly EngineId[] | null,
): CommandContext {
  if (path === null) return context;
  const meant = context.engines.filter(
    (engine) => engine.usingPython && (named === null || named.includes(engine.id)),
  );
  if (meant.length === 0)
    throw new UsageError('--python does not fit: none of the chosen engines is in Python');
  const engines = context.engines.map((engine) =>
    meant.includes(engine) ? (engine.usingPython?.(path) ?? engine) : engine,
  );
  return { ...context, engines };
}

/** Where each system keeps what programs can fetch again. */
export function cacheFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const { TRAINMARK_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (TRAINMARK_CACHE) return resolve(TRAINMARK_CACHE);
  if (platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'trainmark', 'cache');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'trainmark');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'trainmark');
}
