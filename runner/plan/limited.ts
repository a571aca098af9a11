/** @file The machine as a run may use it: within the limits of a container or a batch system. Pure. */
import type { Conditions, Machine } from '../../data/contract/submission.ts';

/** For planning only: results are filed under the machine as it is. */
export function withinLimits(
  machine: Machine,
  {
    cpuLimit,
    cpuAffinity,
    memoryLimitBytes,
  }: Pick<Conditions, 'cpuLimit' | 'cpuAffinity' | 'memoryLimitBytes'>,
): Machine {
  const { cpu, memoryBytes } = machine;
  const most = Math.min(
    cpuAffinity ?? Number.POSITIVE_INFINITY,
    cpuLimit === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(cpuLimit)),
  );
  return {
    ...machine,
    cpu: cpu && {
      ...cpu,
      physicalCores: Math.min(cpu.physicalCores, most),
      logicalCores: Math.min(cpu.logicalCores, most),
    },
    memoryBytes:
      memoryLimitBytes === null ? memoryBytes : Math.min(memoryBytes ?? memoryLimitBytes, memoryLimitBytes),
  };
}
