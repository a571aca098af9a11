/**
 * @file `npm run perf -- NAME`: prints the figures of one benchmark. Each benchmark is a file in this folder that exports
 * `run(): Promise<string>` and measures what it compares in the same run.
 */
import { readdirSync } from 'node:fs';
import { UsageError } from '../../data/contract/usage-error.ts';
import { beTheOnlyRun, RUN_LOCK } from '../../runner/commands/one-run.ts';

interface Benchmark {
  run(): Promise<string>;
}

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -'.ts'.length));

const [name, option] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  console.error(`trainmark: perf: ${name ?? 'no name'} is not a benchmark; use one of ${names.join(', ')}`);
  process.exit(2);
}
await beTheOnlyRun(RUN_LOCK, option === '--wait', new AbortController().signal, console.error).catch(
  (error) => {
    if (!(error instanceof UsageError)) throw error;
    console.error(`trainmark: perf: ${error.message}`);
    process.exit(2);
  },
);
// For the commands that a benchmark starts.
process.env.TRAINMARK_LOCK ??= `perf-${process.pid}`;
const benchmark: Benchmark = await import(`./${name}.ts`);
console.log(await benchmark.run());
// An engine's worker threads would keep the process alive.
process.exit(0);
