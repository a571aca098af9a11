/** @file Runs ingest for the site. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs ingest with its output on this terminal.
 * @returns Its exit code, and whether it says that it wrote the leaderboard: Node itself ends with the code for invalid
 * data if it cannot load a file.
 */
export async function runIngest(root: string): Promise<{ exitCode: number; wrote: boolean }> {
  const child = spawn(process.execPath, [...process.execArgv, 'ingest/main.ts'], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  let wrote = false;
  child.on('message', (message) => {
    wrote ||= message === 'written';
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode: exitCode ?? 2, wrote };
}
