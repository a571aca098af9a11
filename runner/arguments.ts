/** @file The command line -> what is to be done. Bad words end in one line that names the allowed ones. */
import { Command, CommanderError, Option } from 'commander';
import {
  type DType,
  dtypeSchema,
  type EngineId,
  type Preset,
  presetSchema,
  type Recipe,
  recipeSchema,
  type WorkloadId,
} from '../data/contract/words.ts';
import { Misuse, oneOf, someOf, wholeNumber } from './misuse.ts';

export type DeviceChoice = 'cpu' | 'gpu' | 'all';

/** What is to be measured; null leaves a choice to the preset. */
export interface Choice {
  preset: Preset;
  workloads: WorkloadId[] | null;
  engines: EngineId[] | null;
  device: DeviceChoice | null;
  recipes: Recipe[] | null;
  dtype: DType;
  batch: number | null;
  size: number | null;
  sequenceLength: number | null;
  /** Exactly so many timed samples. */
  repeat: number | null;
}

export type Instruction =
  | { command: 'bench'; choice: Choice; out: string | null; json: boolean }
  | { command: 'list' | 'doctor'; json: boolean; out: string | null }
  | { command: 'setup'; engine: EngineId }
  /** Help or the version: what is to be printed. */
  | { command: 'help'; text: string };

export interface Known {
  workloads: readonly WorkloadId[];
  engines: readonly EngineId[];
  version: string;
}

const commands = ['bench', 'list', 'doctor', 'setup'] as const;

/** Reads the arguments after the entry point's name. Throws `Misuse`. */
export function parseArguments(argv: readonly string[], known: Known): Instruction {
  let instruction: Instruction | null = null;
  let printed = '';
  const program = new Command('npm run bench --')
    .description('Measures how fast this machine trains neural networks and writes one result file.')
    .version(known.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => (printed += text), writeErr: () => undefined });

  program
    .command('bench', { isDefault: true })
    .description('measure (the default command)')
    .addOption(
      new Option(
        '--preset <preset>',
        'smoke: seconds, quick: minutes, standard: half an hour, full: whole epochs',
      ).default('quick'),
    )
    .option('--workload <list>', `comma-separated: ${known.workloads.join(', ')}`)
    .option('--engine <list>', `comma-separated: ${known.engines.join(', ')}`)
    .option(
      '--device <device>',
      'cpu, gpu or all; a software GPU is used only when gpu or its engine is asked for',
    )
    .option('--recipe <recipe>', 'naive, optimized or all')
    .option('--dtype <dtype>', `${dtypeSchema.options.join(', ')}`, 'float32')
    .option('--batch <n>', 'samples per training step')
    .option('--size <n>', 'rows and columns of the matrices of matmul')
    .option('--sequence-length <n>', 'tokens per sequence')
    .option('--repeat <n>', 'exactly so many timed samples')
    .option('--out <dir>', 'folder of the results (default: data/submissions)')
    .option('--json', 'print events as JSON lines on stdout and nothing else there')
    .argument('[command]')
    .action((word: string | undefined, given: Record<string, string | boolean | undefined>) => {
      refuseMissingValues(given);
      if (word !== undefined) oneOf('command', word, commands);
      const { out, json } = given;
      instruction = {
        command: 'bench',
        choice: parseChoice(given, known),
        out: textOrNull(out),
        json: json === true,
      };
    });
  for (const [name, description] of [
    ['list', 'say which engine can run which workload here, and for the rest why not and how to mend it'],
    ['doctor', 'say what was detected, what is wrong and how to mend it'],
  ] as const) {
    program
      .command(name)
      .description(description)
      .option('--out <dir>', 'folder of the results (default: data/submissions)')
      .option('--json', 'print one JSON document')
      .action((given: { json?: boolean; out?: string }) => {
        instruction = { command: name, json: given.json === true, out: textOrNull(given.out) };
      });
  }
  program
    .command('setup')
    .description("install an engine's extras")
    .argument('<engine>', known.engines.join(', '))
    .action((word: string) => {
      instruction = { command: 'setup', engine: oneOf('engine', word, known.engines) };
    });

  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { command: 'help', text: printed };
    const line = error.message
      .replace(/^error: /, '')
      .replace(/\s*\n\s*/g, ' ')
      .replace(/\.$/, '');
    throw new Misuse(`${line}; \`npm run bench -- --help\` lists what there is`);
  }
  if (instruction === null) throw new Error('no command was recognised');
  return instruction;
}

function parseChoice(given: Record<string, string | boolean | undefined>, known: Known): Choice {
  const ifGiven = <Value>(name: string, parse: (text: string) => Value): Value | null => {
    const text = given[name];
    return typeof text === 'string' ? parse(text) : null;
  };
  const count = (name: string, option: string, max: number) =>
    ifGiven(name, (text) => wholeNumber(option, text, 1, max));
  return {
    preset: oneOf('preset', String(given.preset), presetSchema.options),
    workloads: ifGiven('workload', (text) => someOf('workload', text, known.workloads)),
    engines: ifGiven('engine', (text) => someOf('engine', text, known.engines)),
    device: ifGiven('device', (text) => oneOf('device', text, ['cpu', 'gpu', 'all'])),
    recipes: ifGiven('recipe', (text) => {
      const recipe = oneOf('recipe', text, [...recipeSchema.options, 'all']);
      return recipe === 'all' ? [...recipeSchema.options] : [recipe];
    }),
    dtype: oneOf('dtype', String(given.dtype), dtypeSchema.options),
    batch: count('batch', '--batch', 1_048_576),
    size: count('size', '--size', 65_536),
    sequenceLength: count('sequenceLength', '--sequence-length', 1_048_576),
    repeat: count('repeat', '--repeat', 100_000),
  };
}

/** `--preset --out x` would take "--out" for the preset. */
function refuseMissingValues(given: Record<string, string | boolean | undefined>): void {
  const swallowed = Object.entries(given).find(
    ([, value]) => typeof value === 'string' && value.startsWith('--'),
  );
  if (swallowed === undefined) return;
  const option = swallowed[0].replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new Misuse(`--${option} needs a value, but "${swallowed[1]}" follows`);
}

function textOrNull(value: string | boolean | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
