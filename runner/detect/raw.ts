/** @file Reads raw facts about the machine from the operating system. All side effects of detection are here. */
import { existsSync } from 'node:fs';
import { arch, cpus, totalmem } from 'node:os';
import { armMaker, askCpuFacts, decideCpuName } from './cpu-name.ts';
import { readChipGpus } from './device-tree.ts';
import { parseLspci, readUnnamedControllers } from './pci.ts';
import type { Tools } from './tools.ts';
import { readOwnMemoryBytes } from './video-memory.ts';

/** Raw facts about one machine; also the format of the test machines. */
export interface RawMachine {
  platform: string;
  arch: string;
  osName: string;
  osVersion: string;
  /** The name that `cpu-name.ts` decides; empty or "unknown" if the system does not tell. */
  cpuModel: string;
  /** Maker of the cores of an ARM chip; null or omitted for others. */
  cpuMaker?: string | null;
  cpu: { manufacturer: string; brand: string; speed: number; physicalCores: number; cores: number };
  logicalCores: number;
  memoryBytes: number;
  controllers: {
    vendor: string;
    model: string;
    /** MiB that the system lists, which may be something else. */
    vram: number | null;
    /** Bytes that the driver counts; null or omitted if it does not tell. */
    ownMemoryBytes?: number | null;
    driverVersion?: string | undefined;
    cores?: string | number | null | undefined;
    /** PCI address, with or without domain. */
    busAddress?: string | undefined;
  }[];
  /** CSV of `nvidia-smi`: name, memory in MiB, driver, index, UUID, PCI address; null if it is missing. */
  nvidiaSmi: string | null;
  /** What `nvidia-smi` says is wrong; null or omitted if it works or is missing. */
  nvidiaProblem?: string | null;
}

/** @param tools Remembers which tools did not answer; what they would have told is left out. */
export async function readRawMachine(tools: Tools): Promise<RawMachine> {
  const [cpuFacts, processor, controllers, system, nvidia] = await Promise.all([
    askCpuFacts(tools),
    tools.facts('cpu'),
    readControllers(tools),
    tools.facts('osInfo'),
    tools.nvidia(['name', 'memory.total', 'driver_version', 'index', 'uuid', 'pci.bus_id']),
  ]);
  const logicalCores = cpus().length;
  return {
    platform: process.platform,
    arch: arch(),
    osName: system?.distro ?? '',
    osVersion: system?.release ?? '',
    cpuModel: decideCpuName(cpuFacts),
    cpuMaker: armMaker(cpuFacts.cpuinfo),
    cpu: processor ?? {
      manufacturer: '',
      brand: '',
      speed: 0,
      physicalCores: logicalCores,
      cores: logicalCores,
    },
    logicalCores,
    memoryBytes: totalmem(),
    controllers,
    nvidiaSmi: nvidia?.lines.join('\n') ?? null,
    nvidiaProblem: nvidia?.problem ?? null,
  };
}

/** On Linux lspci is asked directly: systeminformation asks drivers that may hang, too. */
async function readControllers(tools: Tools): Promise<RawMachine['controllers']> {
  if (process.platform === 'linux') {
    const listed = parseLspci((await tools.ask('lspci', ['-D'])) ?? '');
    const onBus = (listed.length > 0 ? listed : readUnnamedControllers()).map((one) => ({
      ...one,
      vram: null,
      ownMemoryBytes: readOwnMemoryBytes(one.busAddress),
    }));
    const all = [...onBus, ...readChipGpus()];
    if (all.length > 0) return all;
    // Perhaps a chip with a GPU that `device-tree.ts` does not know.
    if (!existsSync('/proc/device-tree')) return [];
  }
  return (await tools.facts('graphics'))?.controllers ?? [];
}
