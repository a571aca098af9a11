/** @file The commands that measure a cell, or all cells of a run, again. Pure. */
import type { Cell } from '../../data/contract/cell.ts';
import type { Submission } from '../../data/contract/submission.ts';
import type { Preset } from '../../data/contract/words.ts';

/** Options with their values; those that a cell does not have are left out. */
const options = ({ workload, mode, engine, device, recipe, dtype, ...sizes }: Cell): Options => [
  ['workload', workload],
  ['mode', mode],
  ['engine', engine],
  ['device', device.kind === 'gpu' && device.index !== undefined ? String(device.index) : device.kind],
  ['recipe', recipe],
  // A language model has the format of its file.
  ['dtype', dtype === 'quantized' ? null : dtype],
  ['batch', sizes.batchSize],
  ['size', sizes.size],
  ['sequence-length', sizes.sequenceLength],
  ['model', sizes.languageModel === null || sizes.languageModel.generated ? null : 'FILE.gguf'],
  ['gpu-layers', device.kind === 'cpu' ? null : (sizes.languageModel?.gpuLayers ?? null)],
];

type Options = readonly (readonly [name: string, value: string | number | null])[];

const toCommand = (preset: Preset, options: Options): string =>
  [
    'npm run bench --',
    `--preset ${preset}`,
    ...options.flatMap(([name, value]) => (value === null ? [] : [`--${name} ${value}`])),
  ].join(' ');

/** `npm run bench` with everything that the cell had; the file of a language model is to be given. */
export const commandOf = (cell: Cell, preset: Preset): string => toCommand(preset, options(cell));

/** The parts of a submission that its command depends on. */
interface Run {
  preset: Preset;
  results: readonly { cell: Cell }[];
  runner: Pick<Submission['runner'], 'origin'>;
}

/** Options that take several words; the others take one, so that they are given only where all cells have the same. */
const LISTS = ['workload', 'mode', 'engine', 'device'];

/**
 * `npm run bench` with what the cells of a run, measured or tried, had in common: their workloads, modes, engines, devices and
 * recipes, and a dtype or size that is the same in all. Null if the run has no cell, and for one in a browser, which no command
 * starts.
 */
export function commandOfRun({ preset, results, runner }: Run): string | null {
  if (results.length === 0 || runner.origin === 'browser') return null;
  const cells = results.map(({ cell }) => new Map(options(cell)));
  const joined = [...cells[0]!.keys()].map((name): Options[number] => {
    const values = [...new Set(cells.map((cell) => cell.get(name) ?? null))];
    // The naive and the optimized recipe are all that there are.
    if (name === 'recipe') return [name, values.length > 1 ? 'all' : values[0]!];
    const known = values.filter((value) => value !== null);
    if (LISTS.includes(name)) return [name, known.join(',')];
    // A size is of those cells that have one; a dtype would also choose that of a language model, which has its own.
    const one = name === 'dtype' ? values.length === 1 : known.length === 1;
    return [name, one ? known[0]! : null];
  });
  return toCommand(preset, joined);
}
