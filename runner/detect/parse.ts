/** @file Converts raw facts to a machine of the contract. Pure. */
import type { Machine } from '../../data/contract/submission.ts';
import { drawsOnly, vendorOf } from '../../data/derive/device-names.ts';
import { cleanName } from '../text/clean-text.ts';
import type { RawMachine } from './raw.ts';
import { videoMemoryBytes } from './video-memory.ts';

type Gpu = Machine['gpus'][number];

const MEBIBYTE = 1024 ** 2;
const platforms = ['linux', 'darwin', 'win32', 'android'] as const;

export function parseMachine(raw: RawMachine): Machine {
  const platform = platforms.find((known) => known === raw.platform) ?? 'unknown';
  const described = `${raw.cpu.manufacturer} ${raw.cpu.brand}`;
  const cpuName = /^(unknown)?$/i.test(raw.cpuModel.trim()) ? described : raw.cpuModel;
  const logicalCores = Math.max(1, raw.logicalCores || raw.cpu.cores);
  return {
    os: {
      platform,
      name: cleanName(raw.osName, 100, platform),
      version: orNull(raw.osVersion, 100),
      arch: raw.arch === 'x64' || raw.arch === 'arm64' ? raw.arch : 'unknown',
    },
    cpu: {
      name: cleanName(cpuName, 200, 'unknown'),
      vendor: cleanName(
        raw.cpuMaker ?? vendorOf(`${described} ${raw.cpuModel}`) ?? raw.cpu.manufacturer,
        100,
        'unknown',
      ),
      physicalCores: Math.min(Math.max(1, raw.cpu.physicalCores), logicalCores),
      logicalCores,
      baseGHz: raw.cpu.speed >= 0.1 && raw.cpu.speed <= 20 ? raw.cpu.speed : null,
    },
    gpus: parseGpus(raw).slice(0, 16),
    memoryBytes: raw.memoryBytes > 0 ? raw.memoryBytes : null,
  };
}

/** All GPUs; NVIDIA ones come from `nvidia-smi`, which has the exact name, memory and driver. */
function parseGpus(raw: RawMachine): Gpu[] {
  const nvidia = parseNvidiaSmi(raw.nvidiaSmi ?? '');
  const others = raw.controllers
    .filter(({ model }) => !drawsOnly(model))
    .map((controller): Gpu => {
      const vendor = vendorOf(`${controller.vendor} ${controller.model}`) ?? controller.vendor;
      const cores = Number(controller.cores ?? 0);
      return {
        name: cleanName(controller.model, 200, 'unknown'),
        vendor: cleanName(vendor, 100, 'unknown'),
        vramBytes: videoMemoryBytes(raw.platform, controller),
        driver: orNull(controller.driverVersion ?? '', 100),
        cores: Number.isSafeInteger(cores) && cores > 0 ? cores : null,
      };
    });
  return nvidia.length > 0 ? [...nvidia, ...others.filter(({ vendor }) => vendor !== 'NVIDIA')] : others;
}

/** Parses lines "name, memory in MiB, driver"; memory may be "[N/A]" (Jetson, GB10). */
export function parseNvidiaSmi(csv: string): Gpu[] {
  return csv.split('\n').flatMap((line) => {
    const parts = line.split(',').map((part) => part.trim());
    if (parts.length !== 3) return [];
    const [name = '', memory, driver = ''] = parts;
    const mebibytes = Number(memory);
    return [
      {
        name: cleanName(name, 200, 'unknown'),
        vendor: 'NVIDIA',
        vramBytes: Number.isSafeInteger(mebibytes) && mebibytes > 0 ? mebibytes * MEBIBYTE : null,
        driver: orNull(driver, 100),
        cores: null,
      },
    ];
  });
}

function orNull(text: string, maxLength: number): string | null {
  return cleanName(text, maxLength, '') || null;
}
