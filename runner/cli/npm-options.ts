/**
 * @file Options that npm took for its own, because "--" is missing before them: `npm run bench --device cpu`. The run would
 * go on without them. npm leaves them in the environment.
 */
import { UsageError } from '../../data/contract/usage-error.ts';

/** Options of a run that npm has no setting of that name for. */
const options = [
  ...[
    'preset',
    'workload',
    'engine',
    'device',
    'recipe',
    'mode',
    'converge',
    'data',
    'dtype',
    'batch',
    'size',
  ],
  ...['sequence-length', 'model', 'gpu-layers', 'repeat', 'time-budget', 'delay', 'wait', 'resume'],
  ...['price-per-hour', 'setup'],
];

/** @throws UsageError if npm took an option */
export function refuseOptionsOfNpm(environment: NodeJS.ProcessEnv): void {
  const taken = options.find((name) => environment[`npm_config_${name.replaceAll('-', '_')}`]);
  if (taken === undefined) return;
  throw new UsageError(
    `npm took --${taken} for an option of its own; put "--" before the options: npm run bench -- --${taken} …`,
  );
}
