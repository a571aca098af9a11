import { describe, expect, it } from 'vitest';
import { machineSchema } from '../../data/contract/submission.ts';
import { linuxNvidia, m1Max, windowsDesktop } from '../testing/machines.ts';
import { parseMachine, parseUnnamed } from './parse.ts';

describe('parseMachine', () => {
  it.each([m1Max, windowsDesktop, linuxNvidia])('returns a valid machine for $osName', (raw) => {
    expect(machineSchema.parse(parseMachine(raw))).toEqual(parseMachine(raw));
  });

  it('parses an Apple machine: GPU cores, but no separate GPU memory', () => {
    expect(parseMachine(m1Max)).toMatchObject({
      os: { platform: 'darwin', name: 'macOS', arch: 'arm64' },
      cpu: { name: 'Apple M1 Max', vendor: 'Apple', physicalCores: 10 },
      gpus: [{ name: 'Apple M1 Max', vendor: 'Apple', cores: 32, vramBytes: null }],
    });
  });

  it('parses a Windows machine: raw CPU name, actual GPU memory, no virtual display adapter', () => {
    expect(parseMachine(windowsDesktop)).toMatchObject({
      cpu: { name: '13th Gen Intel(R) Core(TM) i7-13700KF', baseGHz: 3.4, logicalCores: 24 },
      gpus: [{ name: 'NVIDIA GeForce RTX 4070 SUPER', vramBytes: 12_878_610_432, driver: '566.14' }],
    });
  });

  it('parses a Linux machine: every NVIDIA GPU once with its exact name, other vendors kept', () => {
    expect(parseMachine(linuxNvidia).gpus.map(({ vendor, name }) => `${vendor}: ${name}`)).toEqual([
      'NVIDIA: NVIDIA GeForce RTX 2070',
      'NVIDIA: NVIDIA GeForce RTX 2070',
      'Intel: CoffeeLake-S GT2 [UHD Graphics 630]',
    ]);
  });

  it('uses null, not zero, for what a virtual machine does not report', () => {
    const bare = {
      ...linuxNvidia,
      arch: 'riscv64',
      cpuModel: 'unknown',
      cpu: { manufacturer: '', brand: '', speed: 0, physicalCores: 0, cores: 0 },
      logicalCores: 0,
      controllers: [],
      nvidiaSmi: null,
    };
    expect(machineSchema.parse(parseMachine(bare))).toMatchObject({
      os: { arch: 'unknown' },
      cpu: { name: 'unknown', physicalCores: 1, logicalCores: 1, baseGHz: null },
      gpus: [],
    });
  });

  it('makes hostile names printable', () => {
    const hostile = { ...linuxNvidia, cpuModel: `x\u202ey\u0000\n${'z'.repeat(500)}\ud800` };
    expect(() => machineSchema.parse(parseMachine(hostile))).not.toThrow();
  });
});

describe('the output of nvidia-smi', () => {
  const gpusOf = (nvidiaSmi: string) => parseMachine({ ...linuxNvidia, controllers: [], nvidiaSmi }).gpus;

  it('keeps a GPU with shared memory, without an amount', () => {
    expect(gpusOf('NVIDIA GB10, [N/A], 580.95\n')).toMatchObject([{ name: 'NVIDIA GB10', vramBytes: null }]);
  });

  it.each([
    '[Unknown Error], [Unknown Error], [Unknown Error], 1, [Unknown Error], [Unknown Error]',
    'ERR!, ERR!, ERR!, 1, ERR!, ERR!',
    'Insufficient Permissions, Insufficient Permissions, 550.54',
    'name, memory.total [MiB], driver_version, index, uuid, pci.bus_id',
  ])('finds no GPU in "%s"', (line) => {
    const fine = 'Tesla T4, 15360, 550.54, 0, GPU-x, 00000000:00:1E.0';
    expect(gpusOf(`${line}\n${fine}`).map(({ name }) => name)).toEqual(['Tesla T4']);
  });

  it('takes no error for the version of a driver', () => {
    expect(gpusOf('Tesla T4, 15360, [Unknown Error]')).toMatchObject([{ driver: null }]);
  });

  it('finds no GPU in an error message', () => {
    expect(gpusOf('NVIDIA-SMI has failed because it could not communicate with the driver.')).toEqual([]);
  });
});

it('counts no adapter that computes nothing: a server’s console, and the one that WSL puts beside the real GPU', () => {
  const adapter = (vendor: string, model: string) => ({ vendor, model, vram: 64, cores: null });
  const controllers = [
    adapter('ASPEED Technology, Inc.', 'ASPEED Graphics Family'),
    adapter('Microsoft Corporation', 'Device 008e'),
    adapter('Intel Corporation', 'Intel(R) Arc(TM) B580 Graphics'),
  ];
  expect(parseMachine({ ...linuxNvidia, nvidiaSmi: null, controllers }).gpus).toMatchObject([
    { name: 'Intel(R) Arc(TM) B580 Graphics', vendor: 'Intel' },
  ]);
});

it('takes no PCI aperture for video memory, and the maker of an ARM chip from its cores', () => {
  const radeon = {
    vendor: 'Advanced Micro Devices, Inc. [AMD/ATI]',
    model: 'Navi 10 [Radeon RX 5700]',
    vram: 256,
  };
  expect(parseMachine({ ...linuxNvidia, nvidiaSmi: null, controllers: [radeon] }).gpus).toMatchObject([
    { vendor: 'AMD', vramBytes: null },
  ]);
  const counted = { ...radeon, ownMemoryBytes: 8 * 2 ** 30 };
  expect(parseMachine({ ...linuxNvidia, nvidiaSmi: null, controllers: [counted] }).gpus).toMatchObject([
    { vramBytes: 8 * 2 ** 30 },
  ]);
  const board = { ...linuxNvidia, cpuModel: 'Cortex-A76 (Raspberry Pi 5)', cpuMaker: 'ARM' };
  const cpu = { ...board.cpu, manufacturer: 'Sony UK', brand: 'BCM2712' };
  expect(parseMachine({ ...board, cpu }).cpu).toMatchObject({
    name: 'Cortex-A76 (Raspberry Pi 5)',
    vendor: 'ARM',
  });
});

it('tells of GPUs that are newer than the list of PCI devices, but not as GPUs of the machine', () => {
  const adapter = (vendor: string, model: string) => ({ vendor, model, vram: null });
  const controllers = [
    adapter('NVIDIA Corporation', 'Device 2b85'),
    adapter('Advanced Micro Devices, Inc. [AMD/ATI]', 'Device 150e'),
    adapter('Microsoft Corporation', 'Device 008e'),
    adapter('Amazon.com, Inc.', 'Device 1111'),
    adapter('', 'Device 1234:1111'),
  ];
  const raw = { ...linuxNvidia, controllers, nvidiaSmi: null };
  expect(parseMachine(raw).gpus).toEqual([]);
  expect(parseUnnamed(raw)).toEqual(['NVIDIA Device 2b85', 'AMD Device 150e']);
  expect(parseUnnamed({ ...raw, nvidiaSmi: linuxNvidia.nvidiaSmi })).toEqual(['AMD Device 150e']);
});
