/** @file Runs a tool of the system, for setup and probes, and turns its failure into one line. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execFileAsync = promisify(execFile);
const LIMIT_MS = 30 * 60_000;

export interface ToolOptions {
  /** What the call does, for the message; the command's own name by default. */
  name?: string;
  /** What to do about a failure. */
  mend?: string;
  cwd?: string;
  /** Variables beside the runner's own. */
  environment?: Readonly<Record<string, string>>;
  limitMs?: number;
}

/** The line of a tool's output that says most: the first one that reports an error, else the last. */
export function tellingLine(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (lines.find((line) => /error:/i.test(line)) ?? lines.at(-1) ?? 'no output').slice(0, 300);
}

/** A tool that failed, in one line. */
export class ToolError extends Error {
  /** Everything that the tool printed. */
  readonly output: string;

  constructor(message: string, output: string) {
    super(message);
    this.output = output;
  }
}

/** Resolves with the standard output; throws `ToolError`: one line with the name and what the tool said. */
export async function runTool(command: string, args: string[], options: ToolOptions = {}): Promise<string> {
  const { name = command, mend, limitMs = LIMIT_MS, environment = {}, ...spawnOptions } = options;
  try {
    const { stdout } = await execFileAsync(command, args, {
      ...spawnOptions,
      env: { ...process.env, ...environment },
      timeout: limitMs,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const failure: Error & { stdout?: string; stderr?: string; killed?: boolean } = error;
    const output = `${failure.stdout ?? ''}\n${failure.stderr || failure.message}`;
    const said = failure.killed ? `no end after ${Math.round(limitMs / 1000)} s` : tellingLine(output);
    throw new ToolError([`${name}: ${said}`, ...(mend === undefined ? [] : [mend])].join('; '), output);
  }
}

/** Whether a command can be started and succeeds. */
export async function works(command: string, args: string[]): Promise<boolean> {
  try {
    await runTool(command, args, { limitMs: 15_000 });
    return true;
  } catch {
    return false;
  }
}

/** Answer of NVIDIA's driver to a question about every GPU, a line each; none where there is no driver. */
export async function askNvidia(property: 'name' | 'driver_version'): Promise<string[]> {
  try {
    const listed = await runTool('nvidia-smi', [`--query-gpu=${property}`, '--format=csv,noheader'], {
      limitMs: 15_000,
    });
    return listed.split('\n').filter((line) => line.trim() !== '');
  } catch {
    return [];
  }
}

/**
 * Standard output of a command without a shell; null where it is missing or takes too long.
 * @param fineCodes Exit codes whose output counts; any other gives null.
 */
export async function readCommand(
  command: string,
  commandArguments: readonly string[],
  fineCodes: readonly number[] = [0],
  deadlineMs = 5000,
): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(
      command,
      commandArguments,
      { timeout: deadlineMs, killSignal: 'SIGKILL' as const, windowsHide: true },
      (error, stdout) => {
        resolve(fineCodes.some((code) => code === (error === null ? 0 : error.code)) ? stdout : null);
      },
    );
  });
}
