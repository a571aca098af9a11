/** @file The sizes of a cell that a task needs. */
import { atLength, type Net } from '../models/layers.ts';
import type { RunRequest } from '../protocol/messages.ts';

/**
 * @param what It should be set to, for the error
 * @throws Error if the cell lacks it
 */
export function required(size: number | null, field: string, what: string): number {
  if (size === null) throw new Error(`cell.${field}: missing; set it to ${what}`);
  return size;
}

/**
 * The net at the sequence length of the cell.
 * @throws Error if the net takes sequences and the cell has no length
 */
export function netOf<Sequences extends Net>(net: Sequences, { cell }: RunRequest): Sequences {
  const { kind } = net.input;
  if (kind === 'image') return net;
  return atLength(net, required(cell.sequenceLength, 'sequenceLength', `the ${kind} of a sequence`));
}

/**
 * The samples of a step.
 * @throws Error if the cell has no batch size
 */
export const batchOf = ({ cell }: RunRequest): number =>
  required(cell.batchSize, 'batchSize', 'samples a step');
