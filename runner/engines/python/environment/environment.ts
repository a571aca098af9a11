/** @file Which Python an engine runs on: the one that was named, else the one that `setup` made. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { EngineId } from '../../../../data/contract/words.ts';
import type { Missing } from '../../../protocol/engine.ts';
import type { Framework } from './requirements.ts';

export const REPOSITORY = join(import.meta.dirname, '..', '..', '..', '..');
/** What `setup` made; survives `npm ci`. */
export const ENVIRONMENTS = join(REPOSITORY, '.cache', 'python');
/** Written into an environment when everything is in it: without it, `setup` was interrupted. */
export const MARKER = 'trainmark.json';
/** The oldest Python that the workers are written for. */
const OLDEST = [3, 10] as const;

export const setupCommand = (id: EngineId): string => `npm run bench -- setup ${id}`;

/** Variable that names the Python of an engine: TRAINMARK_MLX_LM_PYTHON. */
export const variableOf = (id: EngineId): string =>
  `TRAINMARK_${id.toUpperCase().replaceAll('-', '_')}_PYTHON`;

export const interpreterIn = (folder: string): string =>
  process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');

export interface Interpreter {
  path: string;
  /** What helps where it does not work. */
  remedy: string;
}

/**
 * The Python of an engine as it is now.
 * @param named What --python says, else null.
 * @param environments Another folder than the repository's only in tests.
 */
export function findInterpreter(
  { id, module }: Pick<Framework, 'id' | 'module'>,
  named: string | null,
  environments = ENVIRONMENTS,
): Interpreter | Missing {
  const variable = variableOf(id);
  const source = named === null ? variable : '--python';
  const given = named ?? process.env[variable];
  if (given) {
    const remedy = `let ${source} name a Python ${OLDEST.join('.')} or newer that can import NumPy and ${module}, or leave it out and run \`${setupCommand(id)}\``;
    const path = locate(given);
    const reason = isFolder(given) && !existsSync(path) ? 'that folder is no environment' : findFault(path);
    return reason === null ? { path, remedy } : { reason: `${source} ${given}: ${reason}`, remedy };
  }
  const folder = join(environments, id);
  const remedy = `\`${setupCommand(id)}\` makes its environment`;
  if (!existsSync(join(folder, MARKER))) return { reason: 'it is not set up', remedy };
  const path = interpreterIn(folder);
  if (existsSync(path)) return { path, remedy: `\`${setupCommand(id)}\` looks what is wrong and mends it` };
  return { reason: 'the Python that its environment was made with is gone', remedy };
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** A file, a command on the PATH, or the folder of an environment. */
function locate(given: string): string {
  if (!given.includes('/') && !given.includes(sep)) return given;
  const path = resolve(given);
  return isFolder(path) ? interpreterIn(path) : path;
}

/** Pythons that were found to be fine: looking costs a process. */
const fine = new Set<string>();

/** Why a file is no Python that can be used, or null. */
function findFault(path: string): string | null {
  if (fine.has(path)) return null;
  const version = readVersion(path);
  if (typeof version === 'string') return version;
  if (isOlder(version, OLDEST)) return `it is Python ${version.join('.')}`;
  fine.add(path);
  return null;
}

/** Major and minor version of a Python, or why it is none. */
function readVersion(path: string): [major: number, minor: number] | string {
  const { error, stdout } = spawnSync(
    path,
    ['-I', '-c', 'import sys; print("Python", sys.version_info[0], sys.version_info[1])'],
    { encoding: 'utf8', timeout: 20_000, windowsHide: true, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  if (error && 'code' in error && error.code === 'ENOENT') return 'there is no such file';
  if (error) return `it cannot be started (${'code' in error ? error.code : error.message})`;
  const [, major, minor] = /^Python (\d+) (\d+)\s*$/.exec(stdout) ?? [];
  return major === undefined ? 'it is no Python' : [Number(major), Number(minor)];
}

const isOlder = (one: readonly [number, number], other: readonly [number, number]): boolean =>
  one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
