/** @file The number of threads. llama.cpp's default is not used: its minimum of 4 is very slow on two cores. */
import { availableParallelism } from 'node:os';
import { cpu } from 'systeminformation';

/**
 * The number of physical cores (only the performance cores if there are two kinds), at most those available to this
 * process. All threads wait for the slowest at every operation, so one thread too many is costly.
 */
export async function threadCount(): Promise<number> {
  const { performanceCores, physicalCores } = await cpu();
  return Math.max(1, Math.min(performanceCores || physicalCores, availableParallelism()));
}
