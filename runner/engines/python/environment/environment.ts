/** @file Finds the Python of an engine: the one given by --python or the variable, otherwise the one from `setup`. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { EngineId } from '../../../../data/contract/words.ts';
import type { Missing } from '../../../protocol/engine.ts';
import type { Framework } from './requirements.ts';

export const REPOSITORY = join(import.meta.dirname, '..', '..', '..', '..');
/** The environments that `setup` created; they survive `npm ci`. */
export const ENVIRONMENTS = join(REPOSITORY, '.cache', 'python');
/** What the frameworks' compilers keep between runs. */
export const COMPILED = join(REPOSITORY, '.cache', 'compiled');
/** Written into an environment when it is complete: if it is missing, `setup` was interrupted. */
export const MARKER = 'trainmark.json';
/** The oldest Python that the workers support. */
const OLDEST = [3, 10] as const;

export const setupCommand = (id: EngineId): string => `npm run bench -- setup ${id}`;

/** Variable that names the Python of an engine: TRAINMARK_MLX_LM_PYTHON. */
export const variableOf = (id: EngineId): string =>
  `TRAINMARK_${id.toUpperCase().replaceAll('-', '_')}_PYTHON`;

/** What names the Python of an engine: "--python" or the variable; null if neither does. */
export function sourceOf(id: EngineId, named: string | null): string | null {
  if (named !== null) return '--python';
  return process.env[variableOf(id)] ? variableOf(id) : null;
}

export const interpreterIn = (folder: string): string =>
  process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');

export interface Interpreter {
  path: string;
  /** How to fix it if it does not work. */
  remedy: string;
}

/**
 * Finds the Python of an engine. Looks again at every call.
 * @param named The value of --python, otherwise null.
 * @param environments Differs from the repository's folder only in tests.
 */
export function findInterpreter(
  { id, module }: Pick<Framework, 'id' | 'module'>,
  named: string | null,
  environments = ENVIRONMENTS,
): Interpreter | Missing {
  const source = sourceOf(id, named);
  const given = named ?? process.env[variableOf(id)];
  if (source !== null && given !== undefined) {
    const remedy = `set ${source} to a Python ${OLDEST.join('.')} or newer that can import NumPy and ${module}, or omit it and run \`${setupCommand(id)}\``;
    const path = locate(given);
    const reason =
      isFolder(given) && !existsSync(path) ? 'that folder is not an environment' : findFault(path);
    return reason === null ? { path, remedy } : { reason: `${source} ${given}: ${reason}`, remedy };
  }
  const folder = join(environments, id);
  const remedy = `\`${setupCommand(id)}\` creates its environment`;
  if (!existsSync(join(folder, MARKER))) return { reason: 'it is not set up', remedy };
  const path = interpreterIn(folder);
  if (existsSync(path)) return { path, remedy: `\`${setupCommand(id)}\` checks it and fixes it` };
  return { reason: 'the Python that its environment was created with is gone', remedy };
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Accepts a file, a command on the PATH, or the folder of an environment. */
function locate(given: string): string {
  if (!given.includes('/') && !given.includes(sep)) return given;
  const path = resolve(given);
  return isFolder(path) ? interpreterIn(path) : path;
}

/** Paths that were checked successfully: each check starts a process. */
const fine = new Set<string>();

/** Why a file is not a usable Python, or null. */
function findFault(path: string): string | null {
  if (fine.has(path)) return null;
  const version = readVersion(path);
  if (typeof version === 'string') return version;
  if (isOlder(version, OLDEST)) return `it is Python ${version.join('.')}`;
  fine.add(path);
  return null;
}

/** Major and minor version of a Python, or why it is not one. */
function readVersion(path: string): [major: number, minor: number] | string {
  const { error, stdout } = spawnSync(
    path,
    ['-I', '-c', 'import sys; print("Python", sys.version_info[0], sys.version_info[1])'],
    {
      ...{ encoding: 'utf8', timeout: 20_000, killSignal: 'SIGKILL', windowsHide: true },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  if (error && 'code' in error && error.code === 'ENOENT') return 'there is no such file';
  if (error) return `it cannot be started (${'code' in error ? error.code : error.message})`;
  const [, major, minor] = /^Python (\d+) (\d+)\s*$/.exec(stdout) ?? [];
  return major === undefined ? 'it is not a Python interpreter' : [Number(major), Number(minor)];
}

const isOlder = (one: readonly [number, number], other: readonly [number, number]): boolean =>
  one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
