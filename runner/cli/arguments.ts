/** @file Parses the command line. An invalid value ends in a one-line error that lists the allowed ones. */
import { type Command, CommanderError, Option } from 'commander';
import { PRICE_PER_HOUR } from '../../data/catalogue/price-per-hour.ts';
import { refuseOptionsOfNpm } from '../../data/command-line/npm-options.ts';
import { createProgram } from '../../data/command-line/program.ts';
import { userPath } from '../../data/command-line/user-path.ts';
import { printable } from '../../data/contract/problem.ts';
import { UsageError } from '../../data/contract/usage-error.ts';
import {
  type DType,
  dtypeSchema,
  type EngineId,
  modeSchema,
  presetSchema,
  recipeSchema,
  type WorkloadId,
} from '../../data/contract/words.ts';
import type { Choice } from '../plan/choice.ts';
import { decimal, duration, oneOf, someOf, wholeNumber } from './values.ts';

/** Options of a run besides what it measures. */
export interface BenchOptions {
  choice: Choice;
  /** Whether the preset was given; if not, a resumed run keeps its own. */
  presetNamed: boolean;
  out: string | null;
  json: boolean;
  /** Folder with the files of the data sets, for machines without a network. */
  data: string | null;
  /** File of the interrupted run to resume. */
  resume: string | null;
  /** Whether to wait until another run on this machine has ended. */
  wait: boolean;
  /** Pause between two repetitions, in seconds. */
  delaySeconds: number;
  pricePerHourUsd: number | null;
  /** Path of the Python interpreter for the Python engines; null = the one that was set up for each. */
  python: string | null;
  /** Engine to set up before the run; false = do not offer to set one up; null = offer it on a terminal. */
  setup: EngineId | false | null;
  /** The arguments without --resume; after an interruption they become the command that resumes the run. */
  words: string[];
}

export type Instruction =
  | ({ command: 'bench' } & BenchOptions)
  | { command: 'list'; json: boolean; python: string | null }
  | { command: 'doctor'; json: boolean; out: string | null; python: string | null }
  | { command: 'setup'; engine: EngineId }
  /** Help or the version, to be printed. */
  | { command: 'help'; text: string };

export interface Known {
  workloads: readonly WorkloadId[];
  engines: readonly EngineId[];
  version: string;
}

/** The shortest and the longest --time-budget, in milliseconds: no engine measures anything in less than ten seconds. */
const TIME_BUDGET_MS = { min: 10_000, max: 7 * 24 * 3_600_000 };

/** What other programs call them. */
const otherDTypes: Readonly<Record<string, DType>> = {
  ...{ fp32: 'float32', f32: 'float32', float: 'float32', single: 'float32' },
  ...{ fp16: 'float16', f16: 'float16', half: 'float16', bf16: 'bfloat16', 'tensorfloat-32': 'tf32' },
};

const commands = ['bench', 'list', 'doctor', 'setup'] as const;

/**
 * Parses the arguments after the name of the entry point.
 * @param environment Where npm leaves the options that it took for its own.
 * @throws UsageError
 */
export function parseArguments(
  argv: readonly string[],
  known: Known,
  environment: NodeJS.ProcessEnv = {},
): Instruction {
  let instruction: Instruction | null = null;
  let printed = '';
  const decide: Decide = (chosen) => {
    instruction = chosen;
  };
  const print = (text: string) => {
    printed += text;
  };
  const program = declare(known, argv, decide).configureOutput({ writeOut: print });
  for (const command of program.commands) command.copyInheritedSettings(program);
  refuseOptionsOfNpm(program, environment);
  try {
    // Without a command, --help shows the options of the default command.
    const asked = ['-h', '--help'].includes(argv[0] ?? '') ? ['bench', '--help'] : argv;
    program.parse(asked, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return { command: 'help', text: printed };
    throw error;
  }
  if (instruction === null) throw new Error('no command was recognized');
  return instruction;
}

/** Receives what a command was asked to do. */
type Decide = (instruction: Instruction) => void;

function declare(known: Known, argv: readonly string[], decide: Decide): Command {
  const program = createProgram(
    'npm run bench --',
    'Measures how fast this machine trains neural networks and writes one result file.',
  ).version(known.version);
  addBench(program, known, argv, decide);
  addList(program, decide);
  addDoctor(program, decide);
  addSetup(program, known, decide);
  return program;
}

function addBench(program: Command, known: Known, argv: readonly string[], decide: Decide): void {
  program
    .command('bench', { isDefault: true })
    .description('measure (the default command)')
    .option(
      '--preset <preset>',
      'smoke, quick (the default), standard or full: seconds, 2 min per device, 30 min, hours',
    )
    .option('--workload <list>', `comma-separated: ${known.workloads.join(', ')}`)
    .option('--engine <list>', `comma-separated: ${known.engines.join(', ')}`)
    .option(
      '--device <list>',
      'comma-separated: cpu, gpu, all (every GPU and the CPU), or GPUs by number or part of a name',
    )
    .option('--recipe <recipe>', 'naive, optimized or all')
    .option('--mode <list>', 'comma-separated: train, infer, op, converge, prompt, generate')
    .option('--converge', 'also train to a target accuracy on real data')
    .option('--data <dir>', 'folder with the data sets, for machines without a network')
    .option('--dtype <dtype>', dtypeSchema.options.join(', '))
    .option('--batch <n>', 'samples per step or forward pass')
    .option('--size <n>', 'rows and columns of the matrices of matmul and copy')
    .option('--sequence-length <n>', 'tokens per sequence')
    .option('--model <file>', 'GGUF language model to use instead of the generated one')
    .option('--gpu-layers <n>', 'layers of a language model on the GPU: 0, a number or max')
    .option('--repeat <n>', 'take exactly n samples; short loops are not ranked')
    .option('--time-budget <duration>', 'time for the whole run, for example 90s, 5m or 1h')
    .option('--delay <seconds>', 'cool-down between repetitions')
    .option('--wait', 'start when another run here has ended')
    .option('--resume <file>', 'finish an interrupted run; repeat its options')
    .option('--price-per-hour <usd>', 'cost of this machine per hour, in US dollars')
    .option('--python <path>', 'Python interpreter for the Python engines')
    .option('--setup <engine>', 'set it up first; --no-setup: offer none')
    .addOption(new Option('--no-setup').hideHelp())
    .option('--out <dir>', 'folder for the results (default: data/submissions)')
    .option('--json', 'print only events, as JSON lines')
    .addHelpText('after', '\nOther commands: list, doctor, setup <engine>')
    .argument('[command]')
    .configureHelp({ commandUsage: () => 'npm run bench -- [options]' })
    .action((word: string | undefined, given: Given) => {
      refuseMissingValues(given);
      if (word !== undefined) refuseLateCommand(oneOf('command', word, commands));
      decide({ command: 'bench', ...parseBench(given, known, argv) });
    });
}

/** A run must not start because the word for something else came late. */
function refuseLateCommand(word: (typeof commands)[number]): void {
  if (word === 'bench') return;
  const rest = word === 'setup' ? ' ENGINE' : '';
  throw new UsageError(`"${word}" must come first: \`npm run bench -- ${word}${rest}\`, then its options`);
}

const addPython = (command: Command): Command =>
  command.option('--python <path>', 'Python interpreter for the Python engines');

const addJsonDocument = (command: Command): Command => command.option('--json', 'print one JSON document');

function addList(program: Command, decide: Decide): void {
  const command = program
    .command('list')
    .description('show which engine can run which workload here, and if not, why and how to fix it');
  addJsonDocument(addPython(command)).action((given: Given) => {
    refuseMissingValues(given);
    decide({ command: 'list', json: given.json === true, python: textOrNull(given.python) });
  });
}

function addDoctor(program: Command, decide: Decide): void {
  const command = program
    .command('doctor')
    .description('show what was detected, what is wrong and how to fix it')
    .option('--out <dir>', 'folder for the results (default: data/submissions)');
  addJsonDocument(addPython(command)).action((given: Given) => {
    refuseMissingValues(given);
    decide({
      command: 'doctor',
      json: given.json === true,
      out: pathOrNull(given.out),
      python: textOrNull(given.python),
    });
  });
}

function addSetup(program: Command, known: Known, decide: Decide): void {
  program
    .command('setup')
    .description("install an engine's dependencies")
    .usage('<engine>')
    .argument('[engine]', known.engines.join(', '))
    .action((word: string | undefined) => {
      if (word === undefined)
        throw new UsageError(`setup needs an engine; use one of: ${known.engines.join(', ')}`);
      decide({ command: 'setup', engine: oneOf('engine', word, known.engines) });
    });
}

type Given = Record<string, string | boolean | undefined>;

function parseBench(given: Given, known: Known, argv: readonly string[]): BenchOptions {
  const { preset, out, json, data, resume, delay, pricePerHour, python, setup } = given;
  return {
    choice: parseChoice(given, known),
    presetNamed: preset !== undefined,
    out: pathOrNull(out),
    json: json === true,
    data: pathOrNull(data),
    resume: pathOrNull(resume),
    wait: given.wait === true,
    delaySeconds: typeof delay === 'string' ? decimal('--delay', delay, 0, 3600) : 0,
    pricePerHourUsd:
      typeof pricePerHour === 'string'
        ? decimal('--price-per-hour', pricePerHour, PRICE_PER_HOUR.least, PRICE_PER_HOUR.most)
        : null,
    python: textOrNull(python),
    setup: typeof setup === 'string' ? oneOf('engine', setup, known.engines) : setup === false ? false : null,
    words: argv.filter((word, i) => !word.startsWith('--resume') && argv[i - 1] !== '--resume'),
  };
}

function parseChoice(given: Given, known: Known): Choice {
  const ifGiven = <Value>(name: string, parse: (text: string) => Value): Value | null => {
    const text = given[name];
    return typeof text === 'string' ? parse(text) : null;
  };
  const count = (name: string, option: string, max: number) =>
    ifGiven(name, (text) => wholeNumber(option, text, 1, max));
  return {
    preset: ifGiven('preset', (text) => oneOf('preset', text, presetSchema.options)) ?? 'quick',
    workloads: ifGiven('workload', (text) => someOf('workload', text, known.workloads)),
    engines: ifGiven('engine', (text) => someOf('engine', text, known.engines)),
    device: ifGiven('device', parseDevice),
    recipes: ifGiven('recipe', (text) => {
      const recipe = oneOf('recipe', text, [...recipeSchema.options, 'all']);
      return recipe === 'all' ? [...recipeSchema.options] : [recipe];
    }),
    modes: ifGiven('mode', (text) => someOf('mode', text, modeSchema.options)),
    converge: given.converge === true,
    dtype: ifGiven('dtype', (text) => oneOf('dtype', text, dtypeSchema.options, otherDTypes)),
    batch: count('batch', '--batch', 1_048_576),
    size: count('size', '--size', 65_536),
    sequenceLength: count('sequenceLength', '--sequence-length', 1_048_576),
    model: pathOrNull(given.model),
    gpuLayers: ifGiven('gpuLayers', (text) => parseLayers(text, given.device)),
    repeat: count('repeat', '--repeat', 100_000),
    timeBudgetMs: ifGiven('timeBudget', (text) => duration('--time-budget', text, TIME_BUDGET_MS)),
  };
}

/** Which devices the words mean is known only after detection. */
function parseDevice(text: string): string {
  const words = text.split(',').map((word) => word.trim());
  if (words.every((word) => /[\p{L}\p{N}]/u.test(word))) return words.join(',');
  throw new UsageError(
    `--device "${printable(text, 60)}" has an empty word; use cpu, gpu, all, or the number or name of a device`,
  );
}

/** Throws if the layers and the device contradict each other. */
function parseLayers(text: string, device: Given[string]): number | 'max' {
  const layers = text.trim() === 'max' ? 'max' : wholeNumber('--gpu-layers', text, 0, 10_000);
  if (device === (layers === 0 ? 'gpu' : 'cpu'))
    throw new UsageError(
      `--gpu-layers ${layers} and --device ${device} contradict each other; remove one of them`,
    );
  return layers;
}

/** Without this check `--preset --out x` would parse "--out" as the preset. */
function refuseMissingValues(given: Given): void {
  const swallowed = Object.entries(given).find(
    ([, value]) => typeof value === 'string' && value.startsWith('--'),
  );
  if (swallowed !== undefined)
    throw new UsageError(`${optionOf(swallowed[0])} needs a value, but "${swallowed[1]}" follows`);
  // As a variable of the shell that is not set would be. The folder for results has a message of its own.
  const empty = Object.entries(given).find(
    ([name, value]) => name !== 'out' && typeof value === 'string' && value.trim() === '',
  );
  if (empty !== undefined)
    throw new UsageError(`${optionOf(empty[0])} is empty; give a value or leave it out`);
}

const optionOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function textOrNull(value: string | boolean | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function pathOrNull(value: string | boolean | undefined): string | null {
  return typeof value === 'string' ? userPath(value) : null;
}
