/** @file Commands of git that only read. */
import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { gitEnvironment } from './git-environment.ts';

/** Enough for the log of some million files. */
const MAX_OUTPUT = 2 ** 29;

/** Nothing is fetched, and neither replaced objects nor grafts show another history than the commits. */
const safely = { GIT_NO_LAZY_FETCH: '1', GIT_GRAFT_FILE: devNull };

/** Output of a git command in a folder; null if git is missing or fails. */
export function git(folder: string, words: readonly string[], input = ''): Promise<Buffer | null> {
  const options = {
    cwd: folder,
    env: { ...gitEnvironment(), ...safely },
    maxBuffer: MAX_OUTPUT,
    windowsHide: true,
    encoding: 'buffer' as const,
  };
  return new Promise((resolve) => {
    const child = execFile('git', ['--no-replace-objects', ...words], options, (error, stdout) =>
      resolve(error === null ? stdout : null),
    );
    // A git that ended already, or that is missing, does not read it.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
