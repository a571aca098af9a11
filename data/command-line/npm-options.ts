/**
 * @file Options that npm took for its own, because "--" is missing before them: `npm run bench --device cpu`. The command
 * would go on without them. npm leaves them in the environment.
 */
import type { Command } from 'commander';
import { UsageError } from '../contract/usage-error.ts';

/** Options that are settings of npm, too, which it leaves in the environment of every command. */
const ofNpm = ['cache', 'no-cache', 'json', 'python'];

const optionsOf = (program: Command): string[] =>
  [program, ...program.commands].flatMap(({ options }) =>
    options.flatMap(({ long }) => (long ? [long.slice('--'.length)] : [])),
  );

/** @throws UsageError if npm took an option of the program or of one of its commands */
export function refuseOptionsOfNpm(program: Command, environment: NodeJS.ProcessEnv = process.env): void {
  const setting = (name: string) => environment[`npm_config_${name.replaceAll('-', '_')}`];
  // npm takes "--no-setup" for an empty setting "setup".
  const isTaken = (name: string) =>
    name.startsWith('no-') ? setting(name.slice('no-'.length)) === '' : Boolean(setting(name));
  const taken = optionsOf(program).find(
    (name) => !ofNpm.includes(name) && name !== 'version' && isTaken(name),
  );
  if (taken === undefined) return;
  throw new UsageError(
    `npm took --${taken} for an option of its own; put "--" before the options: ${program.name()} --${taken} …`,
  );
}
