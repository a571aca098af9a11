/** @file How a worker in TypeScript is started. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Engine, WorkerCommand } from '../protocol/engine.ts';

/** Loads TypeScript in the worker, wherever the command was started. */
const typeScriptLoader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** A worker in TypeScript, run by the pinned Node, which imports every declaration itself. */
export const typeScriptWorker = (
  path: string,
  environment: WorkerCommand['environment'] = {},
): Pick<Engine, 'worker' | 'brief'> => ({
  worker: () => ({ command: process.execPath, args: ['--import', typeScriptLoader, path], environment }),
  brief: () => ({}),
});
