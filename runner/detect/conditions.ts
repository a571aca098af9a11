/** @file Circumstances that move results: power, load, memory, virtualisation. Reading is apart from parsing. */
import { existsSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { battery, mem } from 'systeminformation';
import type { Conditions } from '../../data/contract/submission.ts';
import { readCommand } from '../system/command.ts';
import { cleanName } from '../text/clean-text.ts';

export async function readConditions(): Promise<Conditions> {
  const [power, freeMemoryBytes, lowPowerMode, virtualisation] = await Promise.all([
    orNull(battery()),
    readFreeMemoryBytes(),
    orNull(readLowPowerMode()),
    orNull(readVirtualisation()),
  ]);
  return {
    powerSource: power && (power.hasBattery && !power.acConnected ? 'battery' : 'ac'),
    lowPowerMode,
    loadAverage: process.platform === 'win32' ? null : (loadavg()[0] ?? null),
    freeMemoryBytes,
    virtualisation,
    throttled: null,
    bookend: null,
  };
}

/** Memory that a new process may take, in bytes; null where the system does not say. */
export async function readFreeMemoryBytes(): Promise<number | null> {
  const available = (await orNull(mem()))?.available ?? 0;
  return available > 0 ? Math.round(available) : null;
}

/** What cannot be read, or not in time, is unknown: no condition may keep a run from starting. */
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

async function readLowPowerMode(): Promise<boolean | null> {
  if (process.platform === 'darwin') return parsePmset(await readCommand('pmset', ['-g']));
  if (process.platform === 'win32') return parsePowercfg(await readCommand('powercfg', ['/getactivescheme']));
  return parsePlatformProfile(readText('/sys/firmware/acpi/platform_profile'));
}

/** `pmset -g` of macOS prints "lowpowermode 1"; Macs without the mode print no such line. */
export function parsePmset(output: string | null): boolean | null {
  const digit = /^\s*lowpowermode\s+(\d)/m.exec(output ?? '')?.[1];
  return digit === undefined ? null : digit !== '0';
}

/** Windows names its schemes in the user's language but by fixed identifiers; this one is "Power saver". */
export function parsePowercfg(output: string | null): boolean | null {
  const scheme = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(output ?? '')?.[0];
  return scheme === undefined ? null : scheme.toLowerCase() === 'a1841308-3541-4fab-bc81-f71556f20b4a';
}

/** Linux: "low-power", "quiet", "balanced", "performance" and others (kernel ABI, platform_profile). */
export function parsePlatformProfile(content: string | null): boolean | null {
  return content === null || content.trim() === '' ? null : content.trim() === 'low-power';
}

export interface VirtualisationSigns {
  /** Output of `systemd-detect-virt`, which also prints "none"; null where it is missing. */
  systemdDetectVirt: string | null;
  dockerFile: boolean;
  podmanFile: boolean;
  /** `/proc/version`, which names Microsoft in WSL. */
  kernel: string | null;
  /** `/proc/cpuinfo`, whose flags hold "hypervisor" in a virtual machine. */
  cpuinfo: string | null;
  /** `sysctl -n kern.hv_vmm_present` of macOS: 1 in a virtual machine. */
  macGuest: string | null;
}

async function readVirtualisation(): Promise<string | null> {
  const onMac = process.platform === 'darwin';
  const onLinux = process.platform === 'linux';
  return parseVirtualisation({
    // It ends with code 1 for "none".
    systemdDetectVirt: onLinux ? await readCommand('systemd-detect-virt', [], [0, 1]) : null,
    dockerFile: existsSync('/.dockerenv'),
    podmanFile: existsSync('/run/.containerenv'),
    kernel: readText('/proc/version'),
    cpuinfo: readText('/proc/cpuinfo'),
    macGuest: onMac ? await readCommand('sysctl', ['-n', 'kern.hv_vmm_present']) : null,
  });
}

/** Name of the technology, the innermost where several are stacked; "none" on bare metal, null where nothing tells. */
export function parseVirtualisation(signs: VirtualisationSigns): string | null {
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

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
