/** @file The command that starts a worker in TypeScript. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Engine, WorkerCommand } from '../protocol/engine.ts';

/** Absolute URL of the TypeScript loader, so that it works from any folder. */
const typeScriptLoader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** A worker in TypeScript, run by the pinned Node. It imports the declarations itself, so its brief is empty. */
export const typeScriptWorker = (
  path: string,
  environment: WorkerCommand['environment'] = {},
): Pick<Engine, 'worker' | 'brief'> => ({
  worker: () => ({ command: process.execPath, args: ['--import', typeScriptLoader, path], environment }),
  brief: () => ({}),
});
