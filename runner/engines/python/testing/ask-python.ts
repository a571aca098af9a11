/** @file For tests: runs a Python script beside the test, which prints its results as one line of JSON. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { EngineId } from '../../../../data/contract/words.ts';
import type { LeftOut } from '../../../../tests/testing/left-out.ts';
import { engines } from '../../index.ts';

const SHARED = join(import.meta.dirname, '..');

/** The Python of an engine, or what is missing. */
export function findPython(id: EngineId): string | LeftOut {
  const worker = engines.find((engine) => engine.id === id)!.worker();
  return 'reason' in worker ? { id, ...worker } : worker.command;
}

/**
 * The output of the script for an input, which it reads from stdin.
 * @throws Error with the end of its stderr if it fails
 */
export function askPython(
  python: string,
  file: string,
  input: unknown,
  environment: NodeJS.ProcessEnv = {},
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const options = {
      maxBuffer: 2 ** 28,
      env: {
        ...process.env,
        PYTHONPATH: SHARED,
        PYTHONNOUSERSITE: '1',
        // Tests run in parallel; oversubscribed threads would slow them down.
        OMP_NUM_THREADS: '1',
        ...environment,
      },
    };
    const child = execFile(python, ['-B', file], options, (error, stdout, stderr) =>
      error ? reject(new Error(stderr.slice(-2000))) : resolve(JSON.parse(stdout)),
    );
    child.stdin!.end(JSON.stringify(input));
  });
}
