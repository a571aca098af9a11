/**
 * @file What the system lets this process have of its CPUs and memory: the quota and memory limit of its control groups
 * (cgroups v1 and v2 of Linux, as containers and batch systems set them) and its affinity. Other systems tell nothing.
 */

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readText } from './files.ts';
import { parseAllowed, parseProcessors } from './processor-list.ts';

export interface Limits {
  /** CPUs' worth of time that a quota grants, for example 1.5; null without a quota below the machine's processors. */
  cpuQuota: number | null;
  /** Logical processors that this process may run on; null if it may run on all, or if unknown. */
  affinity: number | null;
  /** The smallest memory limit in bytes; null without one below the machine's memory. */
  memoryBytes: number | null;
  /** Bytes left below the tightest memory limit; null without one. */
  freeMemoryBytes: number | null;
}

/** A mounted hierarchy of control groups and this process' place in it. */
interface Hierarchy {
  version: 1 | 2;
  /** Mount point. */
  mount: string;
  /** Names of the groups from the mount point down to this process. */
  groups: readonly string[];
}

/** Values from here on mean "no limit"; v1 writes the largest multiple of a page. */
const UNLIMITED_BYTES = 2 ** 60;

/**
 * Reads the limits. They hold for children, too.
 * @param root Folder in place of `/`; differs in tests.
 */
export function readLimits(root = '/'): Limits {
  const read = (path: string): string | null => readText(join(root, path));
  const { processors, allowed } = readProcessors(read);
  const affinity = allowed.length;
  const quota = least(hierarchiesOf('cpu', read).flatMap((one) => quotasOf(one, read)));
  const memory = hierarchiesOf('memory', read).flatMap((one) => memoryLimitsOf(one, read));
  const installed =
    Number(/^MemTotal:\s*(\d+) kB/m.exec(read('/proc/meminfo') ?? '')?.[1] ?? Number.NaN) * 1024;
  const binding = memory.filter(({ bytes }) => !(bytes >= installed));
  return {
    cpuQuota: quota !== null && quota < (processors.size || Number.POSITIVE_INFINITY) ? quota : null,
    affinity: affinity > 0 && affinity < processors.size ? affinity : null,
    memoryBytes: least(binding.map(({ bytes }) => bytes)),
    freeMemoryBytes: least(binding.map(({ bytes, used }) => Math.max(0, bytes - used))),
  };
}

/** The processors that are online, and those of them that this process may run on. */
function readProcessors(read: Read): { processors: Set<number>; allowed: number[] } {
  const processors = parseProcessors(read('/sys/devices/system/cpu/online'));
  const own = parseAllowed(read('/proc/self/status')) ?? new Set<number>();
  return { processors, allowed: [...processors].filter((one) => own.has(one)) };
}

/**
 * Physical cores that this process may run on, without the small cores of Intel's hybrid chips; null if the system does not
 * tell which processors share a core.
 * @param root Folder in place of `/`; differs in tests.
 */
export function usablePerformanceCores(root = '/'): number | null {
  const read = (path: string): string | null => readText(join(root, path));
  const large = parseProcessors(read('/sys/devices/cpu_core/cpus'));
  const { allowed } = readProcessors(read);
  const preferred = allowed.filter((one) => large.has(one));
  const siblings = (preferred.length > 0 ? preferred : allowed).map((one) =>
    read(`/sys/devices/system/cpu/cpu${one}/topology/thread_siblings_list`),
  );
  return siblings.length === 0 || siblings.includes(null) ? null : new Set(siblings).size;
}

/** Threads that can run at once: the whole CPUs of the quota, because more threads would be stopped in turns. */
export function usableThreads({ cpuQuota, affinity }: Limits = readLimits()): number {
  const quota = cpuQuota === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(cpuQuota));
  return Math.min(availableParallelism(), affinity ?? Number.POSITIVE_INFINITY, quota);
}

type Read = (path: string) => string | null;

/** The hierarchies with a controller: one of version 1, and that of version 2, which may hold it instead. */
function hierarchiesOf(controller: 'cpu' | 'memory', read: Read): Hierarchy[] {
  const own = (read('/proc/self/cgroup') ?? '').split('\n').flatMap((line) => {
    const parts = /^(\d+):([^:]*):(.*)$/.exec(line);
    return parts === null ? [] : [{ id: parts[1]!, controllers: parts[2]!.split(','), path: parts[3]! }];
  });
  const mounts = parseMounts(read('/proc/self/mountinfo') ?? '');
  return own.flatMap(({ id, controllers, path }): Hierarchy[] => {
    const version = id === '0' && controllers[0] === '' ? 2 : 1;
    if (version === 1 && !controllers.includes(controller)) return [];
    const candidates = mounts.filter(
      (mount) => mount.version === version && (version === 2 || mount.controllers.includes(controller)),
    );
    // A bind mount may show a part of the hierarchy; the mount that this process is in matters.
    const mount = candidates.find(({ rootGroup }) => isWithin(path, rootGroup)) ?? candidates[0];
    if (mount === undefined) return [];
    return [{ version, mount: mount.at, groups: groupsBelow(path, mount.rootGroup) }];
  });
}

interface Mount {
  version: 1 | 2;
  /** The group that is visible at the mount point. */
  rootGroup: string;
  at: string;
  controllers: readonly string[];
}

/** Lines "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw" (proc(5)); spaces in paths are written "\040". */
function parseMounts(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap((line): Mount[] => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , rootGroup = '', at = ''] = before.split(' ').map(unescaped);
    const [type, , options = ''] = after.split(' ');
    if (type !== 'cgroup' && type !== 'cgroup2') return [];
    return [{ version: type === 'cgroup' ? 1 : 2, rootGroup, at, controllers: options.split(',') }];
  });
}

const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

const isWithin = (path: string, group: string): boolean =>
  group === '/' || path === group || path.startsWith(`${group}/`);

/**
 * Groups from the mount point down. In a container the mount shows its own group, while the path may be that of the host;
 * with a private namespace the path starts at the namespace. A path above the namespace ("/../x") is not visible.
 */
function groupsBelow(path: string, rootGroup: string): string[] {
  if (path.startsWith('/..')) return [];
  const visible = isWithin(path, rootGroup) && rootGroup !== '/' ? path.slice(rootGroup.length) : path;
  return isWithin(path, rootGroup) ? visible.split('/').filter((name) => name !== '') : [];
}

/** The folder of every group on the way, from the mount point to this process. */
const foldersOf = ({ mount, groups }: Hierarchy): string[] =>
  Array.from({ length: groups.length + 1 }, (_, length) => join(mount, ...groups.slice(0, length)));

/** The quota of every group on the way, in CPUs; a group without one has none. */
function quotasOf(hierarchy: Hierarchy, read: Read): number[] {
  return foldersOf(hierarchy).flatMap((folder) => {
    const [quota, period] =
      hierarchy.version === 2
        ? (read(join(folder, 'cpu.max')) ?? '').trim().split(/\s+/)
        : [read(join(folder, 'cpu.cfs_quota_us')), read(join(folder, 'cpu.cfs_period_us'))];
    const cpus = toCount(quota) / (period === undefined ? 100_000 : toCount(period));
    return cpus > 0 && Number.isFinite(cpus) ? [cpus] : [];
  });
}

interface MemoryLimit {
  bytes: number;
  /** Bytes in use that cannot be given back at once. */
  used: number;
}

/** The memory limit of every group on the way. Above "high" a group is slowed down, so that it is a limit, too. */
function memoryLimitsOf(hierarchy: Hierarchy, read: Read): MemoryLimit[] {
  const [limits, current] =
    hierarchy.version === 2
      ? [['memory.max', 'memory.high'], 'memory.current']
      : [['memory.limit_in_bytes'], 'memory.usage_in_bytes'];
  return foldersOf(hierarchy).flatMap((folder) => {
    const stat = read(join(folder, 'memory.stat')) ?? '';
    const ofStat = (name: string) => toCount(new RegExp(`^${name} (\\d+)$`, 'm').exec(stat)?.[1]);
    // The kernel drops cached files that are not in use before it refuses memory.
    const cached = ofStat(hierarchy.version === 2 ? 'inactive_file' : 'total_inactive_file') || 0;
    const used = Math.max(0, (toCount(read(join(folder, current))) || 0) - cached);
    // Version 1 also tells the smallest limit of the groups above, some of which a container does not see.
    const all = [
      ...limits.map((name) => toCount(read(join(folder, name)))),
      ofStat('hierarchical_memory_limit'),
    ];
    return all.filter((bytes) => bytes >= 0 && bytes < UNLIMITED_BYTES).map((bytes) => ({ bytes, used }));
  });
}

const least = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.min(...values);

/** NaN for "max", "-1" and a missing file. */
function toCount(text: string | null | undefined): number {
  const digits = /^\d+$/.exec((text ?? '').trim())?.[0];
  return digits === undefined ? Number.NaN : Number(digits);
}
