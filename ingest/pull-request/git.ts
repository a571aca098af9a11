/**
 * @file Reads a repository whose commits a stranger wrote: only names, modes and contents of its files, through commands of
 * Git that run no hook, filter or program of the repository and that never write a file of a commit to a disk.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UsageError } from '../../data/contract/usage-error.ts';
import { gitEnvironment } from '../read/git-environment.ts';

/** Largest answer: a list of about 100,000 changed paths. */
const MOST_BYTES = 32 * 1024 * 1024;
const DEADLINE_MS = 60_000;

/** Settings of the user and of the repository that could start a program, or replace one object by another. */
const safely = [
  '--no-replace-objects',
  '--no-optional-locks',
  '--no-pager',
  '--literal-pathspecs',
  ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'diff.external='],
  ...['-c', 'core.attributesFile=/dev/null', '-c', 'submodule.recurse=false'],
];

/** A repository that is read. */
export interface Repository {
  /** The full id of a commit. Throws `UsageError` if there is no such commit. */
  commit(name: string): Promise<string>;
  /** Where two commits parted; null if they have no common ancestor. */
  mergeBase(one: string, other: string): Promise<string | null>;
  /**
   * The list of `git diff-tree --raw -z`, without renames: a renamed file is one removed and one added. Null if it is longer
   * than `MOST_BYTES`.
   */
  rawChanges(base: string, head: string): Promise<Buffer | null>;
  /** Size of a blob in bytes; null if it is not here. */
  size(blob: string): Promise<number | null>;
  /** Content of a blob of at most `mostBytes`. */
  content(blob: string, mostBytes: number): Promise<Buffer>;
}

const isObjectId = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

/** Opens the repository that contains a folder. */
export function openRepository(folder: string): Repository {
  const git = async (words: readonly string[], maxBuffer = MOST_BYTES): Promise<Buffer> => {
    const { stdout } = await promisify(execFile)('git', [...safely, ...words], {
      cwd: folder,
      encoding: 'buffer',
      maxBuffer,
      timeout: DEADLINE_MS,
      windowsHide: true,
      // No objects are fetched on demand, no questions are asked, and messages are in English.
      env: { ...gitEnvironment(), GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
    });
    return stdout;
  };
  const objectId = (text: string): string => {
    if (!isObjectId(text)) throw new Error(`Git names no object: ${text.slice(0, 80)}`);
    return text;
  };
  return {
    async commit(name) {
      try {
        const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
        return objectId((await git(words)).toString().trim());
      } catch {
        throw new UsageError(`there is no commit ${JSON.stringify(name)} here; fetch it, or give another`);
      }
    },
    async mergeBase(one, other) {
      try {
        return objectId((await git(['merge-base', objectId(one), objectId(other)])).toString().trim());
      } catch (error) {
        if ((error as { code?: unknown }).code === 1) return null;
        throw error;
      }
    },
    async rawChanges(base, head) {
      const words = ['diff-tree', '-r', '-z', '--raw', '--full-index', '--no-renames'];
      const options = ['--no-ext-diff', '--no-textconv', '--ignore-submodules=none'];
      try {
        return await git([...words, ...options, objectId(base), objectId(head)]);
      } catch (error) {
        if ((error as { code?: unknown }).code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return null;
        throw error;
      }
    },
    async size(blob) {
      const answer = await git(['cat-file', '-s', objectId(blob)]).catch(() => null);
      return answer === null ? null : Number(answer.toString());
    },
    async content(blob, mostBytes) {
      return git(['cat-file', 'blob', objectId(blob)], mostBytes);
    },
  };
}
