/** @file What the commands need from outside: the effects, handed in so that tests can give others. */
import { join, resolve } from 'node:path';
import type { Engine } from './engines/engine.ts';
import type { Workload } from './workloads/workload.ts';

export interface House {
  /** Root of the repository. */
  root: string;
  version: string;
  engines: readonly Engine[];
  workloads: readonly Workload[];
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
}

/** Folder of the submissions: what was asked for, else the repository's. */
export function submissionsFolder(house: House, out: string | null): string {
  return out === null ? join(house.root, 'data', 'submissions') : resolve(out);
}
