/** @file The machine as a run may use it: within the limits of a container or a batch system. Pure. */
import type { Conditions, Machine } from '../../data/contract/submission.ts';

type Limits = Pick<Conditions, 'cpuLimit' | 'cpuAffinity' | 'memoryLimitBytes'>;

/** For planning only: results are filed under the machine as it is. */
export function withinLimits(machine: Machine, { cpuLimit, cpuAffinity, memoryLimitBytes }: Limits): Machine {
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

/** The conditions of a run that was resumed: its limits are the tighter ones, because some cells were measured with them. */
export function withTighterLimits(before: Conditions, now: Conditions): Conditions {
  const tighter = (name: keyof Limits) => {
    const [one, other] = [before[name], now[name]];
    return one === null || other === null ? (one ?? other) : Math.min(one, other);
  };
  return {
    ...before,
    cpuLimit: tighter('cpuLimit'),
    cpuAffinity: tighter('cpuAffinity'),
    memoryLimitBytes: tighter('memoryLimitBytes'),
  };
}
