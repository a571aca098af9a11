/** @file Reads raw facts about the machine from the operating system. All side effects of detection are here. */
import { arch, cpus, totalmem } from 'node:os';
import { cpu, graphics, osInfo } from 'systeminformation';
import { readCommand } from '../system/ask.ts';

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
  }[];
  /** CSV of `nvidia-smi`: name, memory in MiB, driver; null if it is missing. */
  nvidiaSmi: string | null;
}

export async function readRawMachine(): Promise<RawMachine> {
  const [processor, screen, system, nvidiaSmi] = await Promise.all([
    cpu(),
    graphics(),
    osInfo(),
    readCommand('nvidia-smi', [
      '--query-gpu=name,memory.total,driver_version',
      '--format=csv,noheader,nounits',
    ]),
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
    nvidiaSmi,
  };
}
