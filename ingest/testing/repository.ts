/** @file A Git repository of the current test, in a temporary folder, whatever the user and the machine have set. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface Repository {
  root: string;
  /** Runs git in the root and returns its output. Throws with its message if it fails. */
  git(...words: string[]): string;
  /** Runs git with this standard input. */
  feed(input: string | Uint8Array, ...words: string[]): string;
  /** Writes a file with its folders, by its path from the root. */
  write(path: string, text: string): Promise<void>;
  /** Commits every change of the files. */
  commit(author?: { email: string; date?: string }): void;
}

/** Who commits, and is the author unless a commit names another. */
const PERSON = { NAME: 'Maintainer', EMAIL: 'maintainer@example.org' };

/** Without the settings of the user, and without a repository that a hook of Git names. */
function environment(dates: Record<string, string>): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const person = Object.entries({ ...PERSON, ...dates }).flatMap(([key, value]) =>
    ['AUTHOR', 'COMMITTER'].map((who) => [`GIT_${who}_${key}`, value]),
  );
  return {
    ...Object.fromEntries([...others, ...person]),
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: '1',
  };
}

/**
 * Makes a repository with the branch `main` and no commit, and removes it when the test has ended.
 * @param date the date of each commit that names no other, so that the ids of commits are always the same; now by default
 */
export function makeRepository(date?: string): Repository {
  const root = mkdtempSync(join(tmpdir(), 'trainmark-repository-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const env = environment(date === undefined ? {} : { DATE: date });
  const feed = (input: string | Uint8Array, ...words: string[]) =>
    execFileSync('git', words, { cwd: root, input, encoding: 'utf8', env, stdio: 'pipe' });
  const git = (...words: string[]) => feed('', ...words);
  git('init', '--quiet', '--initial-branch=main');
  return {
    root,
    git,
    feed,
    write: async (path, text) => {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    },
    commit: ({ email, date: authored } = { email: PERSON.EMAIL }) => {
      git('add', '--all');
      const when = authored === undefined ? [] : [`--date=${authored}`];
      const author = `--author=Somebody <${email}>`;
      git('commit', '--quiet', '--allow-empty', ...when, author, '--message', 'x');
    },
  };
}
