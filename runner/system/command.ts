/** @file Runs system tools for setup and probes and reports a failure in one line. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readCommand } from './ask.ts';

const execFileAsync = promisify(execFile);
const LIMIT_MS = 30 * 60_000;

export interface ToolOptions {
  /** Name of the step for error messages; the command by default. */
  name?: string;
  /** What to do about a failure, appended to the message. */
  remedy?: string;
  cwd?: string;
  /** Environment variables, added to those of this process. */
  environment?: Readonly<Record<string, string>>;
  limitMs?: number;
}

/** The most informative line of a tool's output: the first that reports an error, otherwise the last. */
export function errorLine(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (lines.find((line) => /error:/i.test(line)) ?? lines.at(-1) ?? 'no output').slice(0, 300);
}

/** A failed tool; the message is one line. */
export class ToolError extends Error {
  /** Full output of the tool. */
  readonly output: string;

  constructor(message: string, output: string) {
    super(message);
    this.output = output;
  }
}

/** Resolves to the standard output. Throws `ToolError` with the name and the most informative line of output. */
export async function runTool(command: string, args: string[], options: ToolOptions = {}): Promise<string> {
  const { name = command, remedy, limitMs = LIMIT_MS, environment = {}, ...spawnOptions } = options;
  try {
    const { stdout } = await execFileAsync(command, args, {
      ...spawnOptions,
      env: { ...process.env, ...environment },
      timeout: limitMs,
      // A tool may ignore a milder signal.
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const failure: Error & { stdout?: string; stderr?: string; killed?: boolean } = error;
    const output = `${failure.stdout ?? ''}\n${failure.stderr || failure.message}`;
    const reason = failure.killed ? `timed out after ${Math.round(limitMs / 1000)} s` : errorLine(output);
    throw new ToolError([`${name}: ${reason}`, ...(remedy === undefined ? [] : [remedy])].join('; '), output);
  }
}

/** Whether a command can be started and exits with code 0. */
export async function works(command: string, args: string[]): Promise<boolean> {
  return (await readCommand(command, args, [0], 15_000)) !== null;
}
