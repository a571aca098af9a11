/** @file The number of threads. llama.cpp's default is not used: its minimum of 4 is very slow on two cores. */
import { setTimeout as sleep } from 'node:timers/promises';
import { cpu } from 'systeminformation';
import { usablePerformanceCores, usableThreads } from '../../../system/limits.ts';

/** The library waits for tools of the system without a deadline. */
const DEADLINE_MS = 5000;

/**
 * The number of physical cores (only the performance cores if there are two kinds), at most those available to this
 * process. All threads wait for the slowest at every operation, so one thread too many is costly.
 */
export async function threadCount(): Promise<number> {
  const cores = usablePerformanceCores() ?? (await askCores()) ?? Number.POSITIVE_INFINITY;
  return Math.max(1, Math.min(cores, usableThreads()));
}

/** Null if the system does not answer in time. */
async function askCores(): Promise<number | null> {
  const late = sleep(DEADLINE_MS, null, { ref: false });
  const found = await Promise.race([cpu().catch(() => null), late]);
  if (found === null) return null;
  const { performanceCores, physicalCores } = found;
  // Only on a Mac does the library know the kinds of cores.
  return process.platform === 'darwin' ? performanceCores || physicalCores : physicalCores;
}
