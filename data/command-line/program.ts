/** @file A program of the command line as every entry point declares it: wrong usage is one line that says how to fix it. */
import { Command, type CommanderError } from 'commander';
import { UsageError } from '../contract/usage-error.ts';

/**
 * A program without options. Parsing throws a `UsageError` for wrong usage, and a `CommanderError` with exit code 0 once help
 * or a version was printed; `runProgram` reports both.
 * @param command How it is started, for example "npm run ingest --".
 */
export function createProgram(command: string, description: string): Command {
  // Commands that are added later inherit all of this.
  return new Command(command)
    .description(description)
    .configureOutput({ writeErr: () => undefined })
    .exitOverride((error) => {
      throw error.exitCode === 0 ? error : toUsageError(error, command);
    });
}

function toUsageError({ code, message }: CommanderError, command: string): UsageError {
  // Without a command, commander shows the help and counts it as wrong usage.
  const what = code === 'commander.help' ? 'a command is missing' : message;
  const line = what
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
  return new UsageError(`${line}; \`${command} --help\` lists all options`);
}
