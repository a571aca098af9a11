/** @file The context that the commands run in: paths, engines, streams and effects, which tests can replace. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { userPath } from '../../data/command-line/user-path.ts';
import { UsageError } from '../../data/contract/usage-error.ts';
import type { EngineId } from '../../data/contract/words.ts';
import type { prepareDataset } from '../datasets/prepare.ts';
import type { prepareModel } from '../language-model/prepare.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Workload } from '../workloads/workload.ts';
import type { Confirm } from './confirm.ts';
import { refuseBrokenPrograms } from './given-paths.ts';
import { catchInterrupt } from './interrupt.ts';

export interface CommandContext {
  /** Root of the repository. */
  root: string;
  version: string;
  engines: readonly Engine[];
  workloads: readonly Workload[];
  /** Folder that caches data sets and language models. */
  cache: string;
  /** Whether TRAINMARK_CACHE names that folder: then it must work. */
  cacheGiven: boolean;
  prepareDataset: typeof prepareDataset;
  prepareModel: typeof prepareModel;
  /** Asks somebody at a terminal; null if nobody can answer. */
  confirm: Confirm | null;
  /** Name of the lock that keeps a second run from measuring; `RUN_LOCK` by default. */
  lock?: string;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
}

/**
 * Folder for submissions: `out` if given, else the one in the repository.
 * @throws UsageError if `out` is empty, as a variable that is not set would be
 */
export function submissionsFolder(context: CommandContext, out: string | null): string {
  if (out === '') throw new UsageError('--out is empty; give a folder or leave it out');
  return out === null ? join(context.root, 'data', 'submissions') : resolve(out);
}

/**
 * Returns the context with its Python engines set to the given interpreter.
 * @param path Path of the interpreter; null keeps the environment that was set up for each engine.
 * @param named Engines that were chosen by name; null for all.
 * @returns Null if a signal stopped it.
 * @throws UsageError if no chosen engine uses Python, or if it is not a Python that can be used.
 */
export async function withPython(
  context: CommandContext,
  path: string | null,
  named: readonly EngineId[] | null,
): Promise<CommandContext | null> {
  if (path === null) return context;
  const affected = context.engines.filter(
    (engine) => engine.usingPython && (named === null || named.includes(engine.id)),
  );
  if (affected.length === 0)
    throw new UsageError('--python does not apply: none of the chosen engines uses Python; leave it out');
  const engines = context.engines.map((engine) =>
    affected.includes(engine) ? (engine.usingPython?.(path) ?? engine) : engine,
  );
  const given = engines.filter(({ id }) => affected.some((engine) => engine.id === id));
  const say = (text: string) => context.stderr.write(`trainmark: ${text}\n`);
  const { signal, release } = catchInterrupt(() => undefined);
  try {
    await refuseBrokenPrograms(given, named, say, signal);
  } finally {
    release();
  }
  return signal.aborted ? null : { ...context, engines };
}

/** The cache folder: TRAINMARK_CACHE, else the platform's usual place. */
export function cacheFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const { TRAINMARK_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (TRAINMARK_CACHE) return resolve(userPath(TRAINMARK_CACHE));
  if (platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'trainmark', 'cache');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'trainmark');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'trainmark');
}
