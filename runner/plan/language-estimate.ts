/**
 * @file Estimates roughly how long a sample of a language model takes. A prompt is bound by arithmetic; generation reads
 * all weights for each token.
 */

import type { Cell, LanguageModel } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';
import { bytesPerToken } from '../../data/derive/work.ts';
import type { Expected } from '../protocol/engine.ts';

/** Guessed FLOP/s of a GPU and of a software GPU. */
const FLOPS = { gpu: 10e12, software: 2e9 };
/** Guessed bytes of weights per second of a GPU and of a software GPU. */
const BANDWIDTH = { gpu: 150e9, software: 2e9 };
/** Guessed read speed of a disk that has not cached the file. */
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
