/**
 * @file `npm run perf -- NAME`: prints the figures of one benchmark. Each benchmark is a file in this folder that exports
 * `run(): Promise<string>` and measures what it compares in the same run.
 */
import { type Command, InvalidArgumentError } from 'commander';
import { refuseOptionsOfNpm } from '../../data/command-line/npm-options.ts';
import { createProgram } from '../../data/command-line/program.ts';
import { runProgram } from '../../data/command-line/run.ts';
import { beTheOnlyRun, RUN_LOCK } from '../../runner/commands/one-run.ts';
import { benchmarks, variableOf } from './benchmarks.ts';

interface Benchmark {
  run(): Promise<string>;
}

/** Called with the name of the chosen benchmark and its options. */
type Choose = (name: string, given: Readonly<Record<string, string | true>>) => void;

const asGiven = (text: string): string => text;

function wholeNumber(text: string): string {
  if (/^[1-9]\d{0,8}$/.test(text)) return text;
  throw new InvalidArgumentError('Give a whole number from 1 on.');
}

function declare(choose: Choose): Command {
  const program = createProgram('npm run perf --', 'Prints the figures of one benchmark.');
  for (const { name, compares, options = [] } of benchmarks) {
    const command = program.command(name).description(compares).summary(compares);
    for (const [flags, description] of options)
      command.option(flags, description, flags.endsWith('<n>') ? wholeNumber : asGiven);
    command
      .option('--wait', 'start when a run or another benchmark here has ended')
      .action((given) => choose(name, given));
  }
  return program;
}

async function run(): Promise<number> {
  let chosen: Parameters<Choose> | null = null;
  const program = declare((...choice) => {
    chosen = choice;
  });
  refuseOptionsOfNpm(program);
  program.parse();
  const [name, { wait, ...given }] = chosen!;
  // The processes and threads of a benchmark inherit them.
  for (const [option, value] of Object.entries(given)) process.env[variableOf(option)] = String(value);
  await beTheOnlyRun(RUN_LOCK, wait === true, new AbortController().signal, console.error);
  // For the commands that a benchmark starts.
  process.env.TRAINMARK_LOCK ??= `perf-${process.pid}`;
  const benchmark: Benchmark = await import(`./${name}.ts`);
  console.log(await benchmark.run());
  return 0;
}

await runProgram(run);
// An engine's worker threads would keep the process alive.
process.exit();
