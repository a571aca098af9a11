/** @file Asks a tool of the system a question, with a deadline that also holds if the tool or its children hang. */
import { type ChildProcess, spawn } from 'node:child_process';
import { atExit } from './at-exit.ts';

/** Enough for every tool that is asked; a slow one takes about a second. */
export const DEADLINE_MS = 5000;
/** A child of the tool may keep its output open after it has ended. */
const GRACE_MS = 300;
/** No answer that is read is longer; of one that never ends, the rest is dropped. */
const MOST_CHARACTERS = 2 ** 20;

export interface Question {
  deadlineMs?: number;
  /** Ends the tool when aborted. */
  signal?: AbortSignal | undefined;
  /** Environment variables, added to those of this process. */
  environment?: Readonly<Record<string, string>>;
}

/** How a question ended. A tool that is missing or was ended has no code. */
export interface Answer {
  how: 'ended' | 'missing' | 'late' | 'stopped';
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command without a shell. Never rejects and never blocks the event loop: at the deadline the tool is killed with
 * its children, and a tool that cannot be killed, because its driver hangs in the kernel, is left alone.
 */
export function ask(
  command: string,
  commandArguments: readonly string[],
  { deadlineMs = DEADLINE_MS, signal, environment = {} }: Question = {},
): Promise<Answer> {
  return new Promise((resolve) => {
    let stdout = '';
    let stderr = '';
    const child = spawn(command, commandArguments, {
      // In a process group of its own, so that its children can be ended with it.
      detached: process.platform !== 'win32',
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const kill = () => killTree(child);
    const forget = atExit(kill);
    const end = (how: Answer['how'], code: number | null) => {
      clearTimeout(timer);
      clearTimeout(grace);
      forget();
      signal?.removeEventListener('abort', stop);
      // On Windows the children of a process that has ended can no longer be found.
      if (how !== 'ended' || process.platform !== 'win32') kill();
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      resolve({ how, code, stdout, stderr });
    };
    const stop = () => end('stopped', null);
    let grace: NodeJS.Timeout | undefined;
    const timer = setTimeout(() => end('late', null), deadlineMs);
    signal?.addEventListener('abort', stop);
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      if (stdout.length < MOST_CHARACTERS) stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      if (stderr.length < MOST_CHARACTERS) stderr += chunk;
    });
    child.on('error', () => end('missing', null));
    child.on('exit', (code) => {
      grace = setTimeout(() => end('ended', code), GRACE_MS);
    });
    child.on('close', (code) => end('ended', code));
    if (signal?.aborted) stop();
  });
}

/**
 * Ends a process that has a group of its own with its children, without waiting for them.
 * @param signal Windows has none: there everything ends at once.
 */
export function killTree({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL'): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    const command = spawn('taskkill', ['/pid', String(pid), '/t', '/f'], {
      stdio: 'ignore',
      windowsHide: true,
    });
    // Without a listener, an error of the command would end this process.
    command.on('error', () => undefined).unref();
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: the group has already ended.
  }
}

/**
 * The standard output of a command; null if it is missing, takes too long or fails.
 * @param fineCodes Accepted exit codes.
 */
export async function readCommand(
  command: string,
  commandArguments: readonly string[],
  fineCodes: readonly number[] = [0],
  deadlineMs = DEADLINE_MS,
): Promise<string | null> {
  const { how, code, stdout } = await ask(command, commandArguments, { deadlineMs });
  return how === 'ended' && code !== null && fineCodes.includes(code) ? stdout : null;
}
