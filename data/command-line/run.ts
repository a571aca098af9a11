/** @file Runs an entry point: every error becomes an exit code and, unless it is a bug, one line. */
import { CommanderError } from 'commander';
import { printable } from '../contract/problem.ts';
import { USAGE, UsageError } from '../contract/usage-error.ts';
import { describeFileError, isFault, remedyOf } from '../derive/files/file-error.ts';

/** Errors of a program that are one line for the user, each with its exit code. */
export type ExpectedErrors = readonly (readonly [
  kind: new (...inputs: never[]) => Error,
  exitCode: number,
])[];

/** Long enough for a line of a stack; a stranger may have chosen its length. */
const LONGEST_LINE = 2000;

/**
 * Prints an error, line by line and without effect on a terminal or on a workflow that reads the log.
 * @returns The exit code.
 */
export function reportError(
  error: unknown,
  print: (text: string) => unknown,
  expected: ExpectedErrors = [],
): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const [, code = USAGE] = expected.find(([kind]) => error instanceof kind) ?? [];
  const isExpected = error instanceof UsageError || expected.some(([kind]) => error instanceof kind);
  for (const line of `trainmark: ${textOf(error, isExpected)}`.split('\n'))
    print(`${printable(line, LONGEST_LINE)}\n`);
  return code;
}

function textOf(error: unknown, isExpected: boolean): string {
  if (!(error instanceof Error)) return String(error);
  if (isExpected) return error.message;
  if (isFault(error))
    return `cannot use ${placeOf(error)}: ${describeFileError(error)}; ${remedyOf(error) ?? 'try again'}`;
  return `this is a bug: ${error.stack}`;
}

/** The file, folder or port that an error of the system is about. */
function placeOf(error: Error): string {
  const { path, dest, port, syscall } = error as NodeJS.ErrnoException & { dest?: string; port?: number };
  if (port !== undefined) return `port ${port}`;
  return dest ?? path ?? `a file (${syscall})`;
}

/**
 * Runs an entry point and sets the exit code. An error outside of `run`, as one that nobody waited for, ends the process.
 * @param run Returns the exit code.
 */
export async function runProgram(
  run: () => Promise<number> | number,
  expected: ExpectedErrors = [],
): Promise<void> {
  const print = (text: string) => process.stderr.write(text);
  // A closed pipe (`| head`) must not abort a command and lose its results.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.on('uncaughtException', (error) => process.exit(reportError(error, print, expected)));
  try {
    process.exitCode = await run();
  } catch (error) {
    process.exitCode = reportError(error, print, expected);
  }
}
