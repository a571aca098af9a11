/** @file Converts raw facts to a machine of the contract, and to the boards of its GPUs. Pure. */
import type { Machine } from '../../data/contract/submission.ts';
import { drawsOnly, isUnnamed, type Vendor, vendorOf } from '../../data/derive/device-names.ts';
import { type Board, toAddress, toUuid, unknownBoard } from '../protocol/board.ts';
import { cleanDeviceName, cleanName } from '../text/clean-text.ts';
import type { RawMachine } from './raw.ts';
import { videoMemoryBytes } from './video-memory.ts';

type Gpu = Machine['gpus'][number];

/** A GPU and what identifies it in this run. */
interface DetectedGpu {
  gpu: Gpu;
  board: Board;
}

/** The contract's limit. */
const MOST_GPUS = 16;

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
      name: cleanDeviceName(cpuName, 200, 'unknown'),
      vendor: cleanDeviceName(
        raw.cpuMaker ?? vendorOf(`${described} ${raw.cpuModel}`) ?? raw.cpu.manufacturer,
        100,
        'unknown',
      ),
      physicalCores: Math.min(Math.max(1, raw.cpu.physicalCores || logicalCores), logicalCores),
      logicalCores,
      baseGHz: raw.cpu.speed >= 0.1 && raw.cpu.speed <= 20 ? raw.cpu.speed : null,
    },
    gpus: parseGpus(raw).map(({ gpu }) => gpu),
    memoryBytes: raw.memoryBytes > 0 ? raw.memoryBytes : null,
  };
}

/** The boards of the machine's GPUs, in the same order. */
export const parseBoards = (raw: RawMachine): Board[] => parseGpus(raw).map(({ board }) => board);

/** Makers of GPUs that compute. Other devices without a name are adapters of hypervisors. */
const makersOfGpus: readonly Vendor[] = ['NVIDIA', 'AMD', 'Intel'];

/**
 * GPUs on the bus that are newer than the system's list of names and that no driver names, for example "NVIDIA Device 2b85".
 * They are no GPUs of the machine, because their names say nothing.
 */
export function parseUnnamed({ controllers, nvidiaSmi }: RawMachine): string[] {
  const isDriven = parseNvidia(nvidiaSmi ?? '').length > 0;
  return controllers.flatMap(({ vendor, model }) => {
    const maker = isUnnamed(model) ? vendorOf(`${vendor} ${model}`) : null;
    if (maker === null || !makersOfGpus.includes(maker) || (maker === 'NVIDIA' && isDriven)) return [];
    return [`${maker} ${/device .*/i.exec(model)?.[0] ?? model}`];
  });
}

/** All GPUs; NVIDIA ones come from `nvidia-smi`, which has the exact name, memory and driver. */
function parseGpus(raw: RawMachine): DetectedGpu[] {
  const nvidia = parseNvidia(raw.nvidiaSmi ?? '');
  const others = raw.controllers
    .filter(({ model }) => !drawsOnly(model))
    .map((controller) => parseController(controller, raw.platform));
  const all =
    nvidia.length > 0 ? [...nvidia, ...others.filter(({ gpu }) => gpu.vendor !== 'NVIDIA')] : others;
  return all.slice(0, MOST_GPUS);
}

function parseController(controller: RawMachine['controllers'][number], platform: string): DetectedGpu {
  const vendor = vendorOf(`${controller.vendor} ${controller.model}`) ?? controller.vendor;
  const cores = Number(controller.cores ?? 0);
  return {
    gpu: {
      name: cleanDeviceName(controller.model, 200, 'unknown'),
      vendor: cleanDeviceName(vendor, 100, 'unknown'),
      vramBytes: videoMemoryBytes(platform, controller),
      driver: cleanDeviceName(controller.driverVersion ?? '', 100, '') || null,
      cores: Number.isSafeInteger(cores) && cores > 0 ? cores : null,
    },
    board: { ...unknownBoard, address: toAddress(controller.busAddress ?? '') },
  };
}

/** What `nvidia-smi` writes in place of a value: "[N/A]", "[Unknown Error]", "ERR!". */
const isNoValue = (text: string): boolean =>
  /^(?:\[.*\]|err!|n\/a|not supported|unknown error|insufficient permissions|)$/i.test(text);

/**
 * Parses lines "name, memory in MiB, driver, index, UUID, PCI address"; memory may be "[N/A]" (Jetson, GB10), and the
 * identity may be missing. Lines of headings and of boards without a name are left out.
 */
function parseNvidia(csv: string): DetectedGpu[] {
  return csv.split('\n').flatMap((line) => {
    const parts = line.split(',').map((part) => part.trim());
    const [name = '', memory, driver = '', index = '', uuid = '', address = ''] = parts;
    if (parts.length < 3 || name === 'name' || isNoValue(name)) return [];
    // Some wrappers print the unit although none is asked for.
    const mebibytes = Number(memory?.replace(/ MiB$/, ''));
    return [
      {
        gpu: {
          name: cleanDeviceName(name, 200, 'unknown'),
          vendor: 'NVIDIA',
          vramBytes: Number.isSafeInteger(mebibytes) && mebibytes > 0 ? mebibytes * MEBIBYTE : null,
          driver: isNoValue(driver) ? null : cleanDeviceName(driver, 100, '') || null,
          cores: null,
        },
        board: {
          uuid: toUuid(uuid),
          address: toAddress(address),
          nvidiaIndex: /^\d+$/.test(index) ? Number(index) : null,
        },
      },
    ];
  });
}

function orNull(text: string, maxLength: number): string | null {
  return cleanName(text, maxLength, '') || null;
}
