/** @file Reads how much CPU time the machine, and processes with all that they started, have used so far. */

import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { readCommand } from '../system/ask.ts';
import { readText } from '../system/files.ts';
import { parseAllowed } from '../system/processor-list.ts';

/** CPU time that the machine has used since it was started. */
export interface MachineTime {
  busyNs: number;
  /** Processors that this covers: those that this process may use. */
  processors: number;
}

/** Linux counts CPU time in hundredths of a second on every architecture (USER_HZ, `man 5 proc`). */
const NS_PER_TICK = 1e7;

/** CPU time of the machine; null if the system does not count it. Takes less than a millisecond. */
export function readMachineTime(platform: NodeJS.Platform = process.platform): MachineTime | null {
  if (platform !== 'linux') return sumOfCpus();
  const stat = readText('/proc/stat');
  return stat === null ? null : parseStat(stat, parseAllowed(readText('/proc/self/status')));
}

function sumOfCpus(): MachineTime | null {
  const times = cpus().map(({ times: { user, nice, sys, irq } }) => user + nice + sys + irq);
  const milliseconds = times.reduce((sum, one) => sum + one, 0);
  return times.length === 0 ? null : { busyNs: milliseconds * 1e6, processors: times.length };
}

/**
 * `/proc/stat`: one line for each processor with user, nice, system, idle, iowait, irq, softirq and steal. Time that other
 * virtual machines took (steal) counts as used, because the processor was not available.
 * @param allowed Numbers of the processors to count; null counts all.
 */
export function parseStat(stat: string, allowed: ReadonlySet<number> | null): MachineTime | null {
  const lines = [...stat.matchAll(/^cpu(\d+) (.+)$/gm)].filter(
    ([, number]) => allowed === null || allowed.has(Number(number)),
  );
  if (lines.length === 0) return null;
  const ticks = lines.map(([, , fields]) => {
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = fields!
      .split(' ')
      .map(Number);
    return user + nice + system + irq + softirq + steal;
  });
  return { busyNs: ticks.reduce((sum, one) => sum + one, 0) * NS_PER_TICK, processors: lines.length };
}

/** Nanoseconds of CPU time of a process and everything it started; null where that cannot be read fast. */
export async function readTreeTimes(
  pids: readonly number[],
  platform: NodeJS.Platform = process.platform,
): Promise<(number | null)[]> {
  if (platform === 'linux') return pids.map((pid) => readTree(pid));
  // On Windows such a question takes a second and a processor.
  if (platform === 'win32') return pids.map(() => null);
  const table = await readCommand('ps', ['-Ao', 'pid=,ppid=,time='], [0], 2000);
  return pids.map((pid) => (table === null ? null : parsePs(table, pid)));
}

/** Linux: the time of a process includes that of the processes it has waited for. */
function readTree(pid: number): number | null {
  const own = parsePidStat(readText(`/proc/${pid}/stat`));
  if (own === null) return null;
  return childrenOf(pid).reduce((sum, child) => sum + (readTree(child) ?? 0), own);
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      (readText(`/proc/${pid}/task/${task}/children`) ?? '').trim().split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

/** `/proc/PID/stat`: fields 14 to 17 are the ticks of the process and of its ended children, in user and system mode. */
export function parsePidStat(stat: string | null): number | null {
  // The name in parentheses is field 2 and may contain spaces and parentheses.
  const rest = stat === null ? null : /^\d+ \(.*\) (.+)/s.exec(stat)?.[1]?.split(' ');
  if (!rest) return null;
  const ticks = rest.slice(11, 15).map(Number);
  return ticks.length < 4 || ticks.some(Number.isNaN)
    ? null
    : ticks.reduce((sum, one) => sum + one, 0) * NS_PER_TICK;
}

/** `ps -Ao pid=,ppid=,time=`: times such as "0:01.50" (macOS), "01:02:03" or "2-01:02:03". */
export function parsePs(table: string, root: number): number | null {
  const rows = [...table.matchAll(/^\s*(\d+)\s+(\d+)\s+(?:(\d+)-)?([\d:.]+)\s*$/gm)].map(
    ([, pid, parent, days, clock]) => {
      const seconds = clock!.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
      return { pid: Number(pid), parent: Number(parent), ns: (86_400 * Number(days ?? 0) + seconds) * 1e9 };
    },
  );
  const ofTree = (pid: number): number =>
    rows
      .filter((row) => row.parent === pid && row.pid !== pid)
      .reduce((sum, row) => sum + ofTree(row.pid), rows.find((row) => row.pid === pid)?.ns ?? 0);
  return rows.some(({ pid }) => pid === root) ? ofTree(root) : null;
}
