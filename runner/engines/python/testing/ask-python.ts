/** @file For tests: asks a Python file beside them, which prints what it found as one line of JSON. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { EngineId } from '../../../../data/contract/words.ts';
import type { LeftOut } from '../../../../tests/left-out.ts';
import { engines } from '../../index.ts';

const SHARED = join(import.meta.dirname, '..');

/** The Python of an engine, or what is missing. */
export function findPython(id: EngineId): string | LeftOut {
  const worker = engines.find((engine) => engine.id === id)!.worker();
  return 'reason' in worker ? { id, ...worker } : worker.command;
}

/**
 * What the file prints for some input, which it reads from stdin.
 * @throws Error with the end of its stderr where it fails
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
        // Tests share the machine; threads that wait for each other would make them slow.
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
