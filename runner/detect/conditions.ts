/** @file Conditions that affect results: power, load, memory and virtualization. Reading and parsing are separate. */

import { existsSync } from 'node:fs';
import { freemem, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Conditions } from '../../data/contract/submission.ts';
import { readText } from '../system/files.ts';
import { readLimits } from '../system/limits.ts';
import { cleanName } from '../text/clean-text.ts';
import { readPowerSource } from './power-source.ts';
import { Tools } from './tools.ts';

export async function readConditions(tools: Tools = new Tools()): Promise<Conditions> {
  const [powerSource, freeMemoryBytes, lowPowerMode, virtualization] = await Promise.all([
    orNull(readPowerSource(tools)),
    orNull(readFreeMemoryBytes(tools)),
    orNull(readLowPowerMode(tools)),
    orNull(readVirtualization(tools)),
  ]);
  const { cpuQuota, affinity, memoryBytes } = readLimits();
  return {
    powerSource,
    lowPowerMode,
    loadAverage: process.platform === 'win32' ? null : (loadavg()[0] ?? null),
    freeMemoryBytes,
    virtualisation: virtualization,
    cpuLimit: cpuQuota,
    cpuAffinity: affinity,
    memoryLimitBytes: memoryBytes,
    throttled: null,
    bookend: null,
  };
}

/** Memory available to a new process in bytes, within the limit of its control group; null if the system does not tell. */
export async function readFreeMemoryBytes(tools: Tools = new Tools()): Promise<number | null> {
  const available = await readAvailableBytes(tools);
  const { freeMemoryBytes } = readLimits();
  const free = Math.min(available ?? Number.POSITIVE_INFINITY, freeMemoryBytes ?? Number.POSITIVE_INFINITY);
  return free > 0 && Number.isFinite(free) ? Math.round(free) : null;
}

async function readAvailableBytes(tools: Tools): Promise<number | null> {
  // Node counts cached files as used on macOS.
  if (process.platform === 'darwin') return (await tools.facts('mem'))?.available ?? null;
  const kibibytes = /^MemAvailable:\s*(\d+) kB$/m.exec(readText('/proc/meminfo') ?? '')?.[1];
  return kibibytes === undefined ? freemem() : Number(kibibytes) * 1024;
}

/** Resolves to null if the reading fails or takes too long, so that no condition prevents a run from starting. */
export async function orNull<Value>(reading: Promise<Value>, deadlineMs = 10_000): Promise<Value | null> {
  const abort = new AbortController();
  const late = sleep(deadlineMs, null, { signal: abort.signal }).catch(() => null);
  try {
    return await Promise.race([reading, late]);
  } catch {
    return null;
  } finally {
    abort.abort();
  }
}

async function readLowPowerMode(tools: Tools): Promise<boolean | null> {
  if (process.platform === 'darwin') return parsePmset(await tools.ask('pmset', ['-g']));
  if (process.platform === 'win32') return parsePowercfg(await tools.ask('powercfg', ['/getactivescheme']));
  return parsePlatformProfile(readText('/sys/firmware/acpi/platform_profile'));
}

/**
 * macOS: `pmset -g` prints "lowpowermode 1", and on Macs that also have a high-power mode "powermode 1" (0 automatic, 2 high;
 * manual page of pmset). Macs without the mode print neither.
 */
export function parsePmset(output: string | null): boolean | null {
  const digit = /^\s*(?:low)?powermode\s+(\d)/m.exec(output ?? '')?.[1];
  return digit === undefined ? null : digit === '1';
}

/** Windows: scheme names are localized but their GUIDs are fixed; this one is "Power saver". */
export function parsePowercfg(output: string | null): boolean | null {
  const scheme = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(output ?? '')?.[0];
  return scheme === undefined ? null : scheme.toLowerCase() === 'a1841308-3541-4fab-bc81-f71556f20b4a';
}

/** Linux: "low-power", "quiet", "balanced", "performance" and others (kernel ABI, platform_profile). */
export function parsePlatformProfile(content: string | null): boolean | null {
  return content === null || content.trim() === '' ? null : content.trim() === 'low-power';
}

export interface VirtualizationSigns {
  /** Output of `systemd-detect-virt`, possibly "none"; null if the command is missing. */
  systemdDetectVirt: string | null;
  dockerFile: boolean;
  podmanFile: boolean;
  /** `/proc/version`, which mentions Microsoft in WSL. */
  kernel: string | null;
  /** `/proc/cpuinfo`, whose flags include "hypervisor" in a virtual machine. */
  cpuinfo: string | null;
  /** `sysctl -n kern.hv_vmm_present` on macOS: 1 in a virtual machine. */
  macGuest: string | null;
}

async function readVirtualization(tools: Tools): Promise<string | null> {
  const onMac = process.platform === 'darwin';
  const onLinux = process.platform === 'linux';
  return parseVirtualization({
    // Exits with code 1 for "none".
    systemdDetectVirt: onLinux ? await tools.ask('systemd-detect-virt', [], [0, 1]) : null,
    dockerFile: existsSync('/.dockerenv'),
    podmanFile: existsSync('/run/.containerenv'),
    kernel: readText('/proc/version'),
    cpuinfo: readText('/proc/cpuinfo'),
    macGuest: onMac ? await tools.ask('sysctl', ['-n', 'kern.hv_vmm_present']) : null,
  });
}

/** Name of the virtualization, the innermost if nested; "none" on bare metal, null if unknown. */
export function parseVirtualization(signs: VirtualizationSigns): string | null {
  const detected = cleanName(signs.systemdDetectVirt ?? '', 100, '');
  if (detected !== '' && detected !== 'none') return detected;
  if (signs.dockerFile) return 'docker';
  if (signs.podmanFile) return 'podman';
  if (/microsoft/i.test(signs.kernel ?? '')) return 'wsl';
  if (signs.macGuest !== null) return signs.macGuest.trim() === '1' ? 'macos-guest' : 'none';
  const flags = /^flags\b.*$/m.exec(signs.cpuinfo ?? '')?.[0];
  if (flags !== undefined) return /\bhypervisor\b/.test(flags) ? 'hypervisor' : 'none';
  return detected || null;
}
