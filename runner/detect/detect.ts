/** @file Describes this computer as a machine of the contract, with what identifies its GPUs in a run. */
import type { Machine } from '../../data/contract/submission.ts';
import type { Board } from '../protocol/board.ts';
import { parseBoards, parseMachine, parseUnnamed } from './parse.ts';
import { readRawMachine } from './raw.ts';
import { Tools } from './tools.ts';

export interface Detected {
  machine: Machine;
  /** The board of each GPU, in the order of `machine.gpus`. */
  boards: Board[];
  /** GPUs on the bus that neither the system nor a driver names, for example "NVIDIA Device 2b85". */
  unnamed: readonly string[];
  /** What NVIDIA's driver says is wrong; null if it works or is missing. */
  nvidiaProblem: string | null;
}

/** @param tools Remembers which tools did not answer. */
export async function detect(tools: Tools = new Tools()): Promise<Detected> {
  const raw = await readRawMachine(tools);
  return {
    machine: parseMachine(raw),
    boards: parseBoards(raw),
    unnamed: parseUnnamed(raw),
    nvidiaProblem: raw.nvidiaProblem ?? null,
  };
}
