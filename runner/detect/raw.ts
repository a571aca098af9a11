/** @file Reads raw facts about the machine from the operating system. All side effects of detection are here. */
import { arch, cpus, totalmem } from 'node:os';
import { cpu, graphics, osInfo } from 'systeminformation';
import { askNvidia } from '../system/nvidia-smi.ts';

/** Raw facts about one machine; also the format of the test machines. */
export interface RawMachine {
  platform: string;
  arch: string;
  osName: string;
  osVersion: string;
  /** Model as the kernel prints it; empty or "unknown" on some ARM systems. */
  cpuModel: string;
  cpu: { manufacturer: string; brand: string; speed: number; physicalCores: number; cores: number };
  logicalCores: number;
  memoryBytes: number;
  controllers: {
    vendor: string;
    model: string;
    vram: number | null;
    driverVersion?: string;
    cores?: string | number | null;
    /** PCI address, with or without domain. */
    busAddress?: string;
  }[];
  /** CSV of `nvidia-smi`: name, memory in MiB, driver, index, UUID, PCI address; null if it is missing. */
  nvidiaSmi: string | null;
  /** What `nvidia-smi` says is wrong; null or omitted if it works or is missing. */
  nvidiaProblem?: string | null;
}

export async function readRawMachine(): Promise<RawMachine> {
  const [processor, screen, system, nvidia] = await Promise.all([
    cpu(),
    graphics(),
    osInfo(),
    askNvidia(['name', 'memory.total', 'driver_version', 'index', 'uuid', 'pci.bus_id']),
  ]);
  return {
    platform: process.platform,
    arch: arch(),
    osName: system.distro,
    osVersion: system.release,
    cpuModel: cpus()[0]?.model ?? '',
    cpu: processor,
    logicalCores: cpus().length,
    memoryBytes: totalmem(),
    controllers: screen.controllers,
    nvidiaSmi: nvidia?.lines.join('\n') ?? null,
    nvidiaProblem: nvidia?.problem ?? null,
  };
}
