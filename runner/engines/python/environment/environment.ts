/** @file Finds the Python of an engine: the one given by --python or the variable, otherwise the one from `setup`. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { userPath } from '../../../../data/command-line/user-path.ts';
import type { EngineId } from '../../../../data/contract/words.ts';
import type { Missing } from '../../../protocol/engine.ts';
import { ask } from '../../../system/ask.ts';
import { REPOSITORY } from '../../../system/repository.ts';
import type { Framework } from './requirements.ts';

/** The environments that `setup` created; they survive `npm ci`. */
export const ENVIRONMENTS = join(REPOSITORY, '.cache', 'python');
/** What the frameworks' compilers keep between runs. */
export const COMPILED = join(REPOSITORY, '.cache', 'compiled');
/** Written into an environment when it is complete: if it is missing, `setup` was interrupted. */
export const MARKER = 'trainmark.json';
/** The oldest Python that the workers support. */
const OLDEST = [3, 10] as const;

const setupCommand = (id: EngineId): string => `npm run bench -- setup ${id}`;

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
 * Finds the Python of an engine, without starting it. Looks again at every call.
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
    const reason = isFolder(given) && !existsSync(path) ? 'that folder is not an environment' : faultOf(path);
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
const isPath = (given: string): boolean => given.includes('/') || given.includes(sep);

/** Accepts a file, a command on the PATH, or the folder of an environment. */
function locate(given: string): string {
  if (!isPath(given)) return given;
  const path = resolve(userPath(given));
  return isFolder(path) ? interpreterIn(path) : path;
}

/** Why a file cannot be started, or null; commands on the PATH are only tried. */
function faultOf(path: string): string | null {
  if (!isPath(path)) return null;
  try {
    accessSync(path, constants.X_OK);
    return null;
  } catch {
    return existsSync(path) ? 'it cannot be started (it is not executable)' : 'there is no such file';
  }
}

/** A Python starts in a tenth of a second; on a cold network drive and a busy machine it takes a few. */
const ANSWER_MS = 10_000;
/** Each program is started once. */
const tried = new Map<string, Promise<string | null>>();

/**
 * Starts the Python that was given for an engine. Why it is none that can be used, or null; null, too, if none was given.
 * @param signal Ends it when aborted.
 * @param deadlineMs Differs only in tests.
 */
export async function tryInterpreter(
  facts: Pick<Framework, 'id' | 'module'>,
  named: string | null,
  signal?: AbortSignal,
  deadlineMs = ANSWER_MS,
): Promise<Missing | null> {
  const source = sourceOf(facts.id, named);
  if (source === null) return null;
  const found = findInterpreter(facts, named);
  if ('reason' in found) return found;
  const { path, remedy } = found;
  const answer = tried.get(path) ?? askVersion(path, signal, deadlineMs);
  tried.set(path, answer);
  const fault = await answer;
  return fault === null
    ? null
    : { reason: `${source} ${named ?? process.env[variableOf(facts.id)]}: ${fault}`, remedy };
}

/** Why a program is not a Python that is new enough, or null. */
async function askVersion(
  path: string,
  signal: AbortSignal | undefined,
  deadlineMs: number,
): Promise<string | null> {
  const program = 'import sys; print("Python", sys.version_info[0], sys.version_info[1])';
  const { how, stdout } = await ask(path, ['-I', '-c', program], { signal, deadlineMs });
  if (how === 'missing') return isPath(path) ? 'it cannot be started' : 'there is no such command';
  if (how === 'late') return `it did not answer within ${deadlineMs / 1000} s`;
  if (how === 'stopped') return 'it was stopped';
  const [, major, minor] = /^Python (\d+) (\d+)\s*$/.exec(stdout) ?? [];
  if (major === undefined) return 'it is not a Python interpreter';
  const version = [Number(major), Number(minor)] as const;
  return isOlder(version, OLDEST) ? `it is Python ${version.join('.')}` : null;
}

const isOlder = (one: readonly [number, number], other: readonly [number, number]): boolean =>
  one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
