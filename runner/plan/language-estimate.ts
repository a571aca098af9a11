/** @file How long a sample of a language model will take, roughly: a prompt is arithmetic, a generation reads all weights again and again. */

import type { Cell, LanguageModel } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';
import { bytesPerToken } from '../../data/derive/work.ts';
import type { Expected } from '../protocol/engine.ts';

/** Guesses for a GPU and one that the CPU emulates, in FLOP/s. */
const FLOPS = { gpu: 10e12, software: 2e9 };
/** Likewise in bytes of weights per second. */
const BANDWIDTH = { gpu: 150e9, software: 2e9 };
/** From a disk that has not seen the file yet. */
const LOAD_BYTES_PER_MS = 300e3;

const kindOf = ({ device }: Cell) => (device.software ? 'software' : device.kind);

/** Milliseconds of one whole prompt or generation. */
export function languageSampleMs(
  cell: Cell,
  model: LanguageModel,
  { core, mostCores, weightBandwidth }: Expected,
  machine: Machine,
): number {
  const tokens = cell.sequenceLength ?? 1;
  const parameters = model.activeParameters ?? model.parameters;
  const kind = kindOf(cell);
  if (cell.mode === 'generate') {
    const bandwidth = kind === 'cpu' ? weightBandwidth : BANDWIDTH[kind];
    return ((tokens * bytesPerToken(model)) / bandwidth) * 1000;
  }
  const cores = Math.min(machine.cpu?.physicalCores ?? 1, mostCores);
  const flops = kind === 'cpu' ? cores * core.net : FLOPS[kind];
  return ((tokens * 2 * parameters) / flops) * 1000;
}

export const languageLoadMs = (model: LanguageModel): number => model.bytes / LOAD_BYTES_PER_MS;
