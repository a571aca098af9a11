/** @file How long a sample of a language model will take, roughly: a prompt is arithmetic, a generation reads all weights again and again. */

import type { Cell, LanguageModel } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';
import { bytesPerToken } from '../../data/derive/work.ts';

/** Guesses in FLOP/s. Seen on two cores of a server of 2021: 130e9 a core with Q4_0. */
const FLOPS = { core: 110e9, gpu: 10e12, software: 2e9 };
/** Guesses in bytes of weights a second. Seen there: 15e9 with one core. */
const BANDWIDTH = { cpu: 15e9, gpu: 150e9, software: 2e9 };
/** Of MLX, which uses one core and no fast kernels on a CPU, seen there with Q4_0. */
const MLX_ON_CPU = { flops: 3e9, bandwidth: 0.6e9 };
/** From a disk that has not seen the file yet. */
const LOAD_BYTES_PER_MS = 300e3;

const kindOf = ({ device }: Cell) => (device.software ? 'software' : device.kind);

/** Milliseconds of one whole prompt or generation. */
export function languageSampleMs(cell: Cell, model: LanguageModel, machine: Machine): number {
  const tokens = cell.sequenceLength ?? 1;
  const parameters = model.activeParameters ?? model.parameters;
  const kind = kindOf(cell);
  const slow = kind === 'cpu' && cell.engine === 'mlx-lm' ? MLX_ON_CPU : null;
  if (cell.mode === 'generate')
    return ((tokens * bytesPerToken(model)) / (slow?.bandwidth ?? BANDWIDTH[kind])) * 1000;
  const cores = Math.min(machine.cpu?.physicalCores ?? 1, 16);
  const flops = slow?.flops ?? (kind === 'cpu' ? cores * FLOPS.core : FLOPS[kind]);
  return ((tokens * 2 * parameters) / flops) * 1000;
}

export const languageLoadMs = (model: LanguageModel): number => model.bytes / LOAD_BYTES_PER_MS;
