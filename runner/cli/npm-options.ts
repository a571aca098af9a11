/**
 * @file Options that npm took for its own, because "--" is missing before them: `npm run bench --device cpu`. The run would
 * go on without them. npm leaves them in the environment.
 */

import { UsageError } from '../../data/contract/usage-error.ts';
import { optionNames } from './arguments.ts';

/** Options that are settings of npm, too, which it leaves in the environment of every command. */
const ofNpm = ['json', 'python'];

/** @throws UsageError if npm took an option */
export function refuseOptionsOfNpm(environment: NodeJS.ProcessEnv): void {
  const setting = (name: string) => environment[`npm_config_${name.replaceAll('-', '_')}`];
  // npm takes "--no-setup" for an empty setting "setup".
  const isTaken = (name: string) =>
    name.startsWith('no-') ? setting(name.slice(3)) === '' : Boolean(setting(name));
  const taken = optionNames().find((name) => !ofNpm.includes(name) && isTaken(name));
  if (taken === undefined) return;
  throw new UsageError(
    `npm took --${taken} for an option of its own; put "--" before the options: npm run bench -- --${taken} …`,
  );
}
