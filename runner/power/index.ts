/** @file Which power meter covers a device, or why there is none and which command gives the rights. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Device } from '../../data/contract/cell.ts';
import { vendorOf } from '../../data/derive/device-names.ts';
import { cleanReason } from '../text/clean-text.ts';
import { macmonMeter } from './macmon.ts';
import { type Meter, tryMeter } from './meter.ts';
import { chooseGpu, listGpus, nvidiaMeter } from './nvidia.ts';
import { powermetricsMeter } from './powermetrics.ts';
import { findPackages, raplMeter } from './rapl.ts';

/** A meter that has given a reading; else why there is none, and the command that mends it where one does. */
export type FoundMeter = { meter: Meter } | { meter: null; why: string; mend: string | null };

/** Where to look; tests lend folders and commands of their own. */
export interface Places {
  platform: NodeJS.Platform;
  /** Folder of the kernel's energy counters. */
  powercap: string;
  nvidiaSmi: string;
  macmon: string;
  sudo: string;
  powermetrics: string;
  /** Time that each meter has for its first reading. */
  deadlineMs: number;
}

const here: Places = {
  platform: process.platform,
  powercap: '/sys/class/powercap',
  nvidiaSmi: 'nvidia-smi',
  macmon: 'macmon',
  sudo: 'sudo',
  powermetrics: 'powermetrics',
  deadlineMs: 5000,
};

const none = (why: string, mend: string | null = null): FoundMeter => ({ meter: null, why, mend });

/** A GPU is covered by its own meter only, a CPU by that of its package; a chip by Apple holds both. Never throws. */
export async function findMeter(device: Device, places: Partial<Places> = {}): Promise<FoundMeter> {
  const all = { ...here, ...places };
  if (device.kind === 'gpu' && device.software)
    return none('the GPU is emulated by the CPU and has no counter of its own');
  if (all.platform === 'darwin') return findMacMeter(device, all);
  if (device.kind === 'gpu') return findNvidiaMeter(device, all);
  if (all.platform === 'linux') return findRaplMeter(all);
  return none('this system tells the power of a CPU only through a driver of its own');
}

async function findNvidiaMeter({ name }: Device, { nvidiaSmi, deadlineMs }: Places): Promise<FoundMeter> {
  const gpus = await listGpus(nvidiaSmi, deadlineMs);
  if (gpus === null) {
    return vendorOf(name) === 'NVIDIA'
      ? none('nvidia-smi is missing or does not answer', "install NVIDIA's driver with its tools")
      : none(`no counter is known for the GPU "${name}"`);
  }
  const gpu = chooseGpu(gpus, name);
  if (typeof gpu === 'string') return none(gpu);
  return tried(nvidiaMeter(nvidiaSmi, gpu), deadlineMs);
}

async function findRaplMeter({ powercap, deadlineMs }: Places): Promise<FoundMeter> {
  try {
    if (!existsSync(powercap)) return none('the kernel shows no energy counters here (RAPL)');
    const packages = findPackages(powercap);
    if (packages.length === 0) return none('the kernel shows no energy counter of a CPU package here (RAPL)');
    const found = await tried(raplMeter(packages), deadlineMs);
    return found.meter === null ? (needsRights(found.why, powercap) ?? found) : found;
  } catch (error) {
    return none(cleanReason(`RAPL ${error instanceof Error ? error.message : String(error)}`));
  }
}

/** Linux shows the counters to the administrator only since CVE-2020-8694; null where something else is wrong. */
export function needsRights(why: string, powercap: string): FoundMeter | null {
  if (!/EACCES|EPERM/.test(why)) return null;
  const counters = join(powercap, 'intel-rapl:*', 'energy_uj');
  return none('only the administrator may read the energy counters (RAPL)', `sudo chmod o+r ${counters}`);
}

async function findMacMeter(
  { kind, name }: Device,
  { macmon, sudo, powermetrics, deadlineMs }: Places,
): Promise<FoundMeter> {
  const byApple = vendorOf(name) === 'Apple';
  if (kind === 'gpu' && !byApple)
    return none(`no counter is known for the GPU "${name}", only for chips by Apple`);
  if (byApple) {
    const found = await tried(macmonMeter(macmon), deadlineMs);
    if (found.meter !== null) return found;
  }
  const found = await tried(powermetricsMeter(sudo, powermetrics), deadlineMs);
  if (found.meter !== null) return found;
  return byApple
    ? none('macmon is missing or does not work, and powermetrics needs rights', 'brew install macmon')
    : none(
        'powermetrics needs rights',
        `echo "$USER ALL=(root) NOPASSWD: /usr/bin/powermetrics" | sudo tee /etc/sudoers.d/powermetrics`,
      );
}

async function tried(meter: Meter, deadlineMs: number): Promise<FoundMeter> {
  const why = await tryMeter(meter, deadlineMs);
  return why === null ? { meter } : none(why);
}
