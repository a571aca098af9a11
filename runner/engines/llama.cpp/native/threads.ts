/** @file How many threads compute: never llama.cpp's own choice, whose minimum of 4 is ruinous on two cores. */
import { availableParallelism } from 'node:os';
import { cpu } from 'systeminformation';

/**
 * The physical cores, of two kinds of them the fast ones, and no more than this process may use: one thread too many waits
 * for the others at every operation.
 */
export async function threadCount(): Promise<number> {
  const { performanceCores, physicalCores } = await cpu();
  return Math.max(1, Math.min(performanceCores || physicalCores, availableParallelism()));
}
