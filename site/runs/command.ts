/** @file The command that measures a cell again. Pure. */
import type { Cell } from '../../data/contract/cell.ts';
import type { Preset } from '../../data/contract/words.ts';

/** Options with their values; those that a cell does not have are left out. */
const options = ({ workload, mode, engine, device, recipe, dtype, ...sizes }: Cell) => [
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

/** `npm run bench` with everything that the cell had; the file of a language model is to be given. */
export function commandOf(cell: Cell, preset: Preset): string {
  const given = options(cell).flatMap(([name, value]) => (value === null ? [] : [`--${name} ${value}`]));
  return ['npm run bench --', `--preset ${preset}`, ...given].join(' ');
}
