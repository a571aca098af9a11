/**
 * @file `npm run perf -- NAME`: prints the figures of one benchmark. Each benchmark is a file in this folder that exports
 * `run(): Promise<string>` and measures what it compares in the same run.
 */
import { readdirSync } from 'node:fs';

interface Benchmark {
  run(): Promise<string>;
}

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -'.ts'.length));

const name = process.argv[2];
if (name === undefined || !names.includes(name)) {
  console.error(`trainmark: perf: ${name ?? 'no name'} is not a benchmark; use one of ${names.join(', ')}`);
  process.exit(2);
}
const benchmark: Benchmark = await import(`./${name}.ts`);
console.log(await benchmark.run());
// An engine's worker threads would keep the process alive.
process.exit(0);
