/** @file Asks ingest whether it would accept a file. The two programs share no code beyond `data`, so that it is started. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** `accepted`, `refused` with the problems, one line each, or `unchecked` if ingest itself did not work. */
export type Acceptance =
  | { status: 'accepted' }
  | { status: 'refused'; problems: string[] }
  | { status: 'unchecked' };

/** One file takes a second or two; a machine under load takes longer. */
const DEADLINE_MS = 60_000;
/** Exit code of ingest for invalid data. */
const BAD_DATA = 1;

/**
 * Runs all checks of ingest on one submission.
 * @param root Root of the repository.
 * @param path Absolute path of the file.
 */
export function checkWithIngest(root: string, path: string): Promise<Acceptance> {
  // The runner's own arguments load TypeScript.
  const words = [...process.execArgv, join(root, 'ingest', 'main.ts'), '--check', '--only', path];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      words,
      { cwd: root, timeout: DEADLINE_MS, windowsHide: true },
      (error, _, stderr) => {
        if (error === null) return resolve({ status: 'accepted' });
        const lines = stderr.split('\n').filter((line) => line.startsWith(path));
        // Node ends with the same code if ingest cannot be loaded, but then no line names the file.
        if (error.code !== BAD_DATA || lines.length === 0) return resolve({ status: 'unchecked' });
        resolve({ status: 'refused', problems: lines.map((line) => line.slice(path.length + 2)) });
      },
    );
  });
}
