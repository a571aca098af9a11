/** @file Finds the power meter for a device, or the reason why there is none and the remedy. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Device } from '../../data/contract/cell.ts';
import { isJetson, vendorOf } from '../../data/derive/device-names.ts';
import type { Board } from '../protocol/board.ts';
import { nvidiaSmi } from '../system/nvidia-smi.ts';
import { cleanReason } from '../text/clean-text.ts';
import { hwmonMeters } from './hwmon.ts';
import { macmonMeter } from './macmon.ts';
import { type Meter, tryMeter } from './meter.ts';
import { chooseGpu, listGpus, nvidiaMeters } from './nvidia.ts';
import { powermetricsMeter } from './powermetrics.ts';
import { findPackages, raplMeter } from './rapl.ts';

/** A meter that has given a reading, or the reason why there is none and, if there is one, the command that helps. */
export type FoundMeter = { meter: Meter } | { meter: null; reason: string; remedy: string | null };

/** Folders and commands to use; replaced in tests. */
export interface Places {
  platform: NodeJS.Platform;
  /** Folder with the kernel's energy counters. */
  powercap: string;
  /** Folder with the kernel's GPUs. */
  drm: string;
  nvidiaSmi: string;
  macmon: string;
  sudo: string;
  powermetrics: string;
  /** Time limit for the first reading of each meter. */
  deadlineMs: number;
}

const here: Places = {
  platform: process.platform,
  powercap: '/sys/class/powercap',
  drm: '/sys/class/drm',
  nvidiaSmi: nvidiaSmi(),
  macmon: 'macmon',
  sudo: 'sudo',
  powermetrics: 'powermetrics',
  deadlineMs: 5000,
};

const none = (reason: string, remedy: string | null = null): FoundMeter => ({
  meter: null,
  reason,
  remedy,
});

/**
 * Uses the GPU's own meter or that of the CPU package; an Apple chip has one meter for both. Never throws.
 * @param board The board of the GPU; null if it is unknown, then its name decides.
 */
export async function findMeter(
  device: Device,
  places: Partial<Places> = {},
  board: Board | null = null,
): Promise<FoundMeter> {
  const all = { ...here, ...places };
  if (device.kind === 'gpu' && device.software)
    return none('the GPU is emulated by the CPU and has no power counter');
  if (all.platform === 'darwin') return findMacMeter(device, all);
  if (device.kind === 'gpu') return findGpuMeter(device, board, all);
  if (all.platform === 'linux') return findRaplMeter(all);
  return none('this system reports CPU power only through a special driver');
}

async function findGpuMeter(device: Device, board: Board | null, places: Places): Promise<FoundMeter> {
  const { platform, drm, deadlineMs } = places;
  const maker = vendorOf(device.name);
  if (maker !== 'AMD' && maker !== 'Intel') return findNvidiaMeter(device, board, places);
  if (platform !== 'linux')
    return none(`on this system, there is no supported power meter for GPUs of ${maker}`);
  const meters = hwmonMeters(drm, maker, board);
  return typeof meters === 'string' ? none(meters) : firstThatWorks(meters, deadlineMs);
}

async function findNvidiaMeter(
  { name }: Device,
  board: Board | null,
  { nvidiaSmi, deadlineMs }: Places,
): Promise<FoundMeter> {
  const gpus = await listGpus(nvidiaSmi, deadlineMs);
  if (gpus === null) {
    return vendorOf(name) === 'NVIDIA' && !isJetson(name)
      ? none('nvidia-smi is missing or does not respond', "install NVIDIA's driver with its tools")
      : none(`there is no supported power meter for the GPU "${name}"`);
  }
  const gpu = chooseGpu(gpus, name, board);
  if (typeof gpu === 'string') return none(gpu);
  return firstThatWorks(nvidiaMeters(nvidiaSmi, gpu), deadlineMs);
}

async function findRaplMeter({ powercap, deadlineMs }: Places): Promise<FoundMeter> {
  try {
    if (!existsSync(powercap)) return none('the kernel provides no energy counters here (RAPL)');
    const packages = findPackages(powercap);
    if (packages.length === 0)
      return none('the kernel provides no energy counter for a CPU package here (RAPL)');
    const found = await tried(raplMeter(packages), deadlineMs);
    return found.meter === null ? (needsRights(found.reason, powercap) ?? found) : found;
  } catch (error) {
    return none(cleanReason(`RAPL ${error instanceof Error ? error.message : String(error)}`));
  }
}

/** Since CVE-2020-8694 only root may read the counters on Linux. Returns null if the reason is a different one. */
export function needsRights(reason: string, powercap: string): FoundMeter | null {
  if (!/EACCES|EPERM/.test(reason)) return null;
  const counters = join(powercap, 'intel-rapl:*', 'energy_uj');
  return none('only root may read the energy counters (RAPL)', `sudo chmod o+r ${counters}`);
}

async function findMacMeter(
  { kind, name }: Device,
  { macmon, sudo, powermetrics, deadlineMs }: Places,
): Promise<FoundMeter> {
  const byApple = vendorOf(name) === 'Apple';
  if (kind === 'gpu' && !byApple)
    return none(`there is no supported power meter for the GPU "${name}", only for Apple chips`);
  const ofChip = byApple ? await tried(macmonMeter(macmon), deadlineMs) : null;
  if (ofChip?.meter) return ofChip;
  const found = await tried(powermetricsMeter(sudo, powermetrics), deadlineMs);
  if (found.meter !== null) return found;
  const because = whyNoPowermetrics(found.reason);
  if (ofChip === null) return because;
  return isMissing(ofChip.reason)
    ? none(`macmon is missing, and ${because.reason}`, 'brew install macmon')
    : none(`${ofChip.reason}; and ${because.reason}`, 'brew upgrade macmon');
}

const isMissing = (reason: string): boolean => /ENOENT/.test(reason);

/** Only without rights is there a remedy. */
function whyNoPowermetrics(reason: string): { meter: null; reason: string; remedy: string | null } {
  if (isMissing(reason)) return { meter: null, reason: 'powermetrics or sudo is missing', remedy: null };
  if (!/password|superuser|not allowed|not in the sudoers|permi/i.test(reason))
    return { meter: null, reason, remedy: null };
  return {
    meter: null,
    reason: 'powermetrics needs root',
    remedy: `echo "$USER ALL=(root) NOPASSWD: /usr/bin/powermetrics" | sudo tee /etc/sudoers.d/powermetrics`,
  };
}

async function tried(meter: Meter, deadlineMs: number): Promise<FoundMeter> {
  const reason = await tryMeter(meter, deadlineMs);
  return reason === null ? { meter } : none(reason);
}

/** The next meter is tried only if the one before answers, but not with watts: a tool that hangs is not asked twice. */
async function firstThatWorks(meters: readonly Meter[], deadlineMs: number): Promise<FoundMeter> {
  let found = none('there is no meter');
  for (const meter of meters) {
    const startedMs = performance.now();
    found = await tried(meter, deadlineMs);
    if (found.meter !== null || performance.now() - startedMs >= deadlineMs) break;
  }
  return found;
}
