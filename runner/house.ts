/** @file What the commands need from outside: the effects, handed in so that tests can give others. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { prepareDataset } from './datasets/prepare.ts';
import type { Engine } from './engines/engine.ts';
import type { Workload } from './workloads/workload.ts';

export interface House {
  /** Root of the repository. */
  root: string;
  version: string;
  engines: readonly Engine[];
  workloads: readonly Workload[];
  /** Folder that keeps data sets between runs. */
  cache: string;
  prepareDataset: typeof prepareDataset;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
}

/** Folder of the submissions: what was asked for, else the repository's. */
export function submissionsFolder(house: House, out: string | null): string {
  return out === null ? join(house.root, 'data', 'submissions') : resolve(out);
}

/** Where each system keeps what programs can fetch again. */
export function cacheFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const { TRAINMARK_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (TRAINMARK_CACHE) return resolve(TRAINMARK_CACHE);
  if (platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'trainmark', 'cache');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'trainmark');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'trainmark');
}
