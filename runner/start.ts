/** @file The runner: parses the arguments, runs one command and sets the exit code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExpectedErrors, reportError, runProgram } from '../data/command-line/run.ts';
import type { EngineId } from '../data/contract/words.ts';
import { parseArguments } from './cli/arguments.ts';
import { bench } from './commands/bench.ts';
import { confirmOn } from './commands/confirm.ts';
import { type CommandContext, cacheFolder, withPython } from './commands/context.ts';
import { doctor } from './commands/doctor.ts';
import { INTERRUPTED } from './commands/interrupt.ts';
import { list } from './commands/list.ts';
import { setUp } from './commands/setup.ts';
import { prepareDataset } from './datasets/prepare.ts';
import { engines } from './engines/index.ts';
import { prepareModel } from './language-model/prepare.ts';
import { WriteError } from './results/submission-file.ts';
import { followProxies } from './system/proxy.ts';
import { workloads } from './workloads/index.ts';

const root = join(import.meta.dirname, '..');

/** Nothing could be written. */
const expectedErrors: ExpectedErrors = [[WriteError, 1]];

/** Exit codes: 0 success, 1 nothing could be measured or written, 2 usage error or bug, 130 stopped by a signal. */
export async function main(argv: readonly string[], context: CommandContext): Promise<number> {
  try {
    const known = {
      workloads: context.workloads.map(({ id }) => id),
      engines: context.engines.map(({ id }) => id),
      version: context.version,
    };
    const instruction = parseArguments(argv, known, process.env);
    switch (instruction.command) {
      case 'help':
        context.stdout.write(instruction.text);
        return 0;
      case 'bench': {
        const { python, choice } = instruction;
        return await onPython(context, python, choice.engines, (prepared) => bench(instruction, prepared));
      }
      case 'list':
        return await onPython(context, instruction.python, null, (prepared) => list(instruction, prepared));
      case 'doctor':
        return await onPython(context, instruction.python, null, (prepared) => doctor(instruction, prepared));
      case 'setup':
        return await setUp(instruction.engine, context);
    }
  } catch (error) {
    return reportError(error, (text) => context.stderr.write(text), expectedErrors);
  }
}

/** Runs a command with the Python that was given. */
async function onPython(
  context: CommandContext,
  python: string | null,
  named: readonly EngineId[] | null,
  run: (prepared: CommandContext) => Promise<number>,
): Promise<number> {
  const prepared = await withPython(context, python, named);
  return prepared === null ? INTERRUPTED : await run(prepared);
}

/** Runs the command of this process on its machine. */
export async function start(argv: readonly string[]): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const { stdout, stderr } = process;
  followProxies(process.env);
  const context: CommandContext = {
    root,
    version,
    engines,
    workloads,
    cache: cacheFolder(process.env, process.platform),
    cacheGiven: Boolean(process.env.TRAINMARK_CACHE),
    prepareDataset,
    prepareModel,
    confirm: confirmOn({ stdin: process.stdin, stdout, environment: process.env }),
    // Tests run several commands at once, each with a lock of its own.
    ...(process.env.TRAINMARK_LOCK ? { lock: process.env.TRAINMARK_LOCK } : {}),
    stdout,
    stderr,
  };
  await runProgram(() => main(argv, context));
}
