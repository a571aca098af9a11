import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Limits, readLimits, usablePerformanceCores, usableThreads } from './limits.ts';

const folder = mkdtempSync(join(tmpdir(), 'trainmark-limits-'));
afterAll(() => rmSync(folder, { recursive: true }));

const GIB = 2 ** 30;
const NO_LIMIT = '9223372036854771712';
const none: Limits = { cpuQuota: null, affinity: null, memoryBytes: null, freeMemoryBytes: null };

let systems = 0;
/** A system of 8 processors and 32 GiB with these files, by their path from the root. */
function systemWith(files: Readonly<Record<string, string>>): string {
  const root = join(folder, String(systems++));
  const usual = {
    'proc/meminfo': `MemTotal: ${(32 * GIB) / 1024} kB\n`,
    'proc/self/status': 'Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t0-7\n',
    'sys/devices/system/cpu/online': '0-7\n',
  };
  for (const [path, text] of Object.entries({ ...usual, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
const limitsWith = (files: Readonly<Record<string, string>>): Limits => readLimits(systemWith(files));

const v2 = (path: string, rootGroup = '/', mount = '/sys/fs/cgroup') => ({
  'proc/self/cgroup': `0::${path}\n`,
  'proc/self/mountinfo': `25 20 0:23 / /sys rw - sysfs sysfs rw\n31 25 0:28 ${rootGroup} ${mount} rw,nosuid shared:9 - cgroup2 cgroup2 rw\n`,
});
const v1 = (path: string, rootGroup = '/') => ({
  'proc/self/cgroup': `5:cpuset:${path}\n4:memory:${path}\n2:cpu,cpuacct:${path}\n1:name=systemd:/x\n0::/x\n`,
  'proc/self/mountinfo': [
    `32 31 0:29 ${rootGroup} /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct`,
    `35 31 0:32 ${rootGroup} /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory`,
    `36 31 0:33 ${rootGroup} /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset`,
    '41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n',
  ].join('\n'),
});

describe('the limits of version 2', () => {
  it('are null without any', () => {
    expect(limitsWith({})).toEqual(none);
    const group = 'sys/fs/cgroup/user.slice/app';
    expect(
      limitsWith({
        ...v2('/user.slice/app'),
        [`${group}/cpu.max`]: 'max 100000\n',
        [`${group}/memory.max`]: 'max\n',
      }),
    ).toEqual(none);
  });

  it('are those of the container, seen through a private namespace', () => {
    const found = limitsWith({
      ...v2('/'),
      'sys/fs/cgroup/cpu.max': '150000 100000\n',
      'sys/fs/cgroup/memory.max': `${3 * GIB}\n`,
      'sys/fs/cgroup/memory.current': `${2 * GIB}\n`,
      'sys/fs/cgroup/memory.stat': `anon 1\ninactive_file ${GIB}\n`,
    });
    expect(found).toEqual({ cpuQuota: 1.5, affinity: null, memoryBytes: 3 * GIB, freeMemoryBytes: 2 * GIB });
    expect(usableThreads(found)).toBe(1);
  });

  it('are those of the container, seen with the path of the host or from above the namespace', () => {
    const files = { 'sys/fs/cgroup/cpu.max': '50000 100000\n' };
    expect(limitsWith({ ...v2('/docker/abc', '/docker/abc'), ...files }).cpuQuota).toBe(0.5);
    // The group above the namespace is not that folder beside the mount point.
    const beside = { 'sys/fs/other/cpu.max': '10000 100000\n' };
    expect(limitsWith({ ...v2('/../other'), ...files, ...beside }).cpuQuota).toBe(0.5);
    expect(limitsWith({ ...v2('/elsewhere', '/docker/abc'), ...files }).cpuQuota).toBe(0.5);
  });

  it('are the smallest on the way, also if the mount point has a space', () => {
    const mount = 'mnt/c groups';
    const found = limitsWith({
      ...v2('/system.slice/job/step', '/', '/mnt/c\\040groups'),
      [`${mount}/system.slice/cpu.max`]: '600000 100000\n',
      [`${mount}/system.slice/job/cpu.max`]: '200000 100000\n',
      [`${mount}/system.slice/job/step/cpu.max`]: '40000 10000\n',
      [`${mount}/system.slice/memory.high`]: `${GIB}\n`,
      [`${mount}/system.slice/memory.max`]: 'max\n',
      [`${mount}/system.slice/job/step/memory.max`]: `${2 * GIB}\n`,
    });
    expect(found).toMatchObject({ cpuQuota: 2, memoryBytes: GIB });
  });

  it('count only if they are below what the machine has', () => {
    const files = { 'sys/fs/cgroup/cpu.max': '800000 100000\n', 'sys/fs/cgroup/memory.max': `${64 * GIB}\n` };
    expect(limitsWith({ ...v2('/'), ...files })).toEqual(none);
  });
});

describe('the limits of version 1', () => {
  it('are the smallest on the way, each in the hierarchy of its controller', () => {
    const found = limitsWith({
      ...v1('/a/b'),
      'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '-1\n',
      'sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us': '100000\n',
      'sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us': '50000\n',
      'sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_quota_us': '-1\n',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': `${NO_LIMIT}\n`,
      'sys/fs/cgroup/memory/a/memory.limit_in_bytes': `${8 * GIB}\n`,
      'sys/fs/cgroup/memory/a/memory.usage_in_bytes': `${GIB}\n`,
      'sys/fs/cgroup/memory/a/b/memory.limit_in_bytes': `${NO_LIMIT}\n`,
    });
    expect(found).toEqual({ cpuQuota: 2, affinity: null, memoryBytes: 8 * GIB, freeMemoryBytes: 7 * GIB });
    expect(usableThreads(found)).toBeLessThanOrEqual(2);
  });

  it('are those of the container, and of groups above it that only the kernel sees', () => {
    const found = limitsWith({
      ...v1('/docker/abc', '/docker/abc'),
      'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '50000\n',
      'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': `${NO_LIMIT}\n`,
      'sys/fs/cgroup/memory/memory.stat': `cache 0\nhierarchical_memory_limit ${4 * GIB}\n`,
    });
    expect(found).toMatchObject({ cpuQuota: 0.5, memoryBytes: 4 * GIB });
    expect(usableThreads(found)).toBe(1);
  });
});

describe('the affinity', () => {
  it.each([
    ['0', 1],
    ['0-3', 4],
    ['0,2,5-6', 4],
    ['0-7', null],
    ['0-127', null],
  ])('of the list %s counts the processors that are online', (list, affinity) => {
    const found = limitsWith({ 'proc/self/status': `Cpus_allowed_list:\t${list}\nMems_allowed_list:\t0\n` });
    expect(found.affinity).toBe(affinity);
  });

  it('of one processor leaves one thread', () => expect(usableThreads({ ...none, affinity: 1 })).toBe(1));
});

it('a system without these files has no limits that are known', () => {
  expect(readLimits(join(folder, 'nowhere'))).toEqual(none);
});

describe('the physical cores', () => {
  const siblings = (lists: readonly string[]) =>
    Object.fromEntries(
      lists.map((list, i) => [`sys/devices/system/cpu/cpu${i}/topology/thread_siblings_list`, `${list}\n`]),
    );
  const pairs = siblings(['0,4', '1,5', '2,6', '3,7', '0,4', '1,5', '2,6', '3,7']);

  it.each([
    ['all', '0-7', 4],
    ['both processors of two cores', '0-1,4-5', 2],
    ['one processor', '3', 1],
  ])('of %s are counted once', (_, list, cores) => {
    const status = `Cpus_allowed_list:\t${list}\n`;
    expect(usablePerformanceCores(systemWith({ ...pairs, 'proc/self/status': status }))).toBe(cores);
  });

  it('are the large ones of a hybrid chip, unless the process may run on none', () => {
    const hybrid = {
      ...siblings(['0-1', '0-1', '2-3', '2-3', '4', '5', '6', '7']),
      'sys/devices/cpu_core/cpus': '0-3\n',
    };
    expect(usablePerformanceCores(systemWith(hybrid))).toBe(2);
    const status = 'Cpus_allowed_list:\t4-6\n';
    expect(usablePerformanceCores(systemWith({ ...hybrid, 'proc/self/status': status }))).toBe(3);
  });

  it('are unknown without the topology', () => expect(usablePerformanceCores(systemWith({}))).toBeNull());
});
