/** @file Environment variables by which the runner tells its workers what it knows about the machine. */
import { usableThreads } from './limits.ts';

/** The one name of the CPU. */
export const CPU_NAME = 'TRAINMARK_CPU_NAME';
/** Threads that a worker may run at once: quota and affinity leave so many. */
const THREADS = 'TRAINMARK_THREADS';

/** @param cpuName Name of the machine's CPU; null if detection has not run, so that a worker finds it itself. */
export const workerEnvironment = (cpuName: string | null): Record<string, string> => ({
  ...(cpuName === null ? {} : { [CPU_NAME]: cpuName }),
  [THREADS]: String(usableThreads()),
});
