import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { linuxNvidia } from '../testing/machines.ts';
import { parseMachine, parseUnnamed } from './parse.ts';
import { parseLspci, readUnnamedControllers } from './pci.ts';
import { readOwnMemoryBytes, videoMemoryBytes } from './video-memory.ts';

const folder = mkdtempSync(join(tmpdir(), 'trainmark-gpus-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('lspci', () => {
  it.each([
    [
      '01:00.0 VGA compatible controller: NVIDIA Corporation AD104 [GeForce RTX 4070] (rev a1) (prog-if 00 [VGA controller])',
      ['01:00.0', 'NVIDIA Corporation', 'AD104 [GeForce RTX 4070]'],
    ],
    [
      '0000:03:00.0 VGA compatible controller [0300]: Advanced Micro Devices, Inc. [AMD/ATI] Navi 10 [Radeon RX 5600 OEM/5600 XT / 5700/5700 XT] [1002:731f] (rev c1)',
      [
        '0000:03:00.0',
        'Advanced Micro Devices, Inc. [AMD/ATI]',
        'Navi 10 [Radeon RX 5600 OEM/5600 XT / 5700/5700 XT]',
      ],
    ],
    [
      '02:00.0 VGA compatible controller: ASPEED Technology, Inc. ASPEED Graphics Family (rev 52)',
      ['02:00.0', 'ASPEED Technology, Inc.', 'ASPEED Graphics Family'],
    ],
    [
      '5582:00:00.0 3D controller: Microsoft Corporation Device 008e',
      ['5582:00:00.0', 'Microsoft Corporation', 'Device 008e'],
    ],
    [
      '01:00.0 VGA compatible controller [0300]: NVIDIA Corporation Device [10de:2b85] (rev a1)',
      ['01:00.0', 'NVIDIA Corporation', 'Device 2b85'],
    ],
    [
      '01:00.0 VGA compatible controller: Advanced Micro Devices, Inc. [AMD] nee ATI Tonga PRO [Radeon R9 285/380]',
      ['01:00.0', 'Advanced Micro Devices, Inc. [AMD] nee ATI', 'Tonga PRO [Radeon R9 285/380]'],
    ],
    [
      '01:00.0 VGA compatible controller: Advanced Micro Devices [AMD] nee ATI Device 699f (rev c7)',
      ['01:00.0', 'Advanced Micro Devices [AMD] nee ATI', 'Device 699f'],
    ],
    ['00:02.0 VGA compatible controller: Device 1234:1111 (rev 02)', ['00:02.0', '', 'Device 1234:1111']],
    [
      '03:00.0 Display controller: Moore Threads Technology Co.,Ltd MTT S80',
      ['03:00.0', 'Moore Threads Technology Co.,Ltd', 'MTT S80'],
    ],
    [
      '07:00.0 VGA compatible controller: Matrox Electronics Systems Ltd. G200eR2 (rev 01)',
      ['07:00.0', 'Matrox Electronics Systems Ltd.', 'G200eR2'],
    ],
    [
      '05:00.0 Processing accelerators: Advanced Micro Devices, Inc. [AMD/ATI] Aqua Vanjaram [Instinct MI300X]',
      ['05:00.0', 'Advanced Micro Devices, Inc. [AMD/ATI]', 'Aqua Vanjaram [Instinct MI300X]'],
    ],
  ])('%s', (line, [busAddress, vendor, model]) => {
    const verbose = `00:01.0 Host bridge: Intel Corporation 440FX\n${line}\n\tSubsystem: Device 88ff\n\tRegion 1: Memory at e0000000 [size=256M]\n`;
    expect(parseLspci(verbose)).toEqual([{ busAddress, vendor, model }]);
  });
});

it.each([
  '05:00.0 Processing accelerators: Habana Labs Ltd. Gaudi2 AI Training Accelerator',
  '00:0b.0 Processing accelerators: Intel Corporation Meteor Lake NPU (rev 04)',
  '03:00.0 Processing accelerators: Xilinx Corporation Alveo U250',
  'c5:00.1 Processing accelerators: Advanced Micro Devices, Inc. [AMD] AMD IPU Device',
])('is no GPU: %s', (line) => expect(parseLspci(line)).toEqual([]));

it('without lspci, the kernel tells which GPUs there are, but not their names', () => {
  const bus = join(folder, 'bus');
  const add = (address: string, kind: string, vendor: string, device: string) => {
    mkdirSync(join(bus, address), { recursive: true });
    for (const [file, text] of Object.entries({ class: kind, vendor, device }))
      writeFileSync(join(bus, address, file), `${text}\n`);
  };
  add('0000:00:02.0', '0x030000', '0x8086', '0xe20b');
  add('0000:03:00.0', '0x038000', '0x1002', '0x744C');
  add('0000:05:00.0', '0x120000', '0x1002', '0x74a1');
  // The console of a server, the sound of a GPU, a network card and an NPU.
  add('0000:07:00.0', '0x030000', '0x1a03', '0x2000');
  add('0000:03:00.1', '0x040300', '0x1002', '0xab30');
  add('0000:08:00.0', '0x020000', '0x8086', '0x15f3');
  add('0000:00:0b.0', '0x120000', '0x8086', '0x7d1d');
  const controllers = readUnnamedControllers(bus).map((one) => ({ ...one, vram: null }));
  const raw = { ...linuxNvidia, nvidiaSmi: null, controllers };
  expect(parseUnnamed(raw)).toEqual(['Intel Device e20b', 'AMD Device 744c', 'AMD Device 74a1']);
  expect(parseMachine(raw).gpus).toEqual([]);
  expect(readUnnamedControllers(join(folder, 'nowhere'))).toEqual([]);
});

describe('the memory of a GPU', () => {
  const adapter = (vendor: string, model: string, vram: number | null, ownMemoryBytes?: number) => ({
    ...{ vendor, model, vram },
    ...(ownMemoryBytes === undefined ? {} : { ownMemoryBytes }),
  });
  const GIB = 2 ** 30;

  it.each([
    ['an aperture of lspci', 'linux', adapter('AMD', 'Navi 10 [Radeon RX 5700]', 256)],
    ['a resizable aperture', 'linux', adapter('NVIDIA Corporation', 'AD102 [GeForce RTX 4090]', 32_768)],
    [
      'integrated graphics on Linux',
      'linux',
      adapter('Intel Corporation', 'CoffeeLake-S GT2 [UHD Graphics 630]', 256),
    ],
    [
      'integrated graphics on Windows',
      'win32',
      adapter('Intel Corporation', 'Intel(R) Iris(R) Xe Graphics', 1024),
    ],
    ['integrated Arc graphics', 'win32', adapter('Intel Corporation', 'Intel(R) Arc(TM) Graphics', 2048)],
    ['graphics of a Ryzen', 'win32', adapter('AMD', 'AMD Radeon(TM) Graphics', 2048)],
    ['graphics of a newer Ryzen', 'win32', adapter('AMD', 'AMD Radeon 780M Graphics', 4096)],
    [
      'the share of a processor that the driver counts',
      'linux',
      adapter('AMD', 'Phoenix1 [Radeon 780M]', 256, GIB),
    ],
    ['a number cut off at 32 bits', 'win32', adapter('AMD', 'AMD Radeon RX 6800', 4095.9)],
    ['a shared memory on a Mac', 'darwin', adapter('Intel', 'Intel Iris Plus Graphics', 1536)],
    ['graphics of a Ryzen AI Max', 'win32', adapter('AMD', 'AMD Radeon(TM) 8060S Graphics', 98_304)],
    ['graphics of a Ryzen without the word', 'win32', adapter('AMD', 'AMD Radeon(TM) 780M', 4096)],
    ['graphics with the brand of cards', 'win32', adapter('AMD', 'AMD Radeon(TM) RX Vega 11 Graphics', 2048)],
    ['the GPU of a handheld', 'win32', adapter('AMD', 'AMD Custom GPU 0405', 1024)],
    ['Arc graphics with a number', 'win32', adapter('Intel', 'Intel(R) Arc(TM) B390 GPU', 2048)],
    ['graphics of a phone chip', 'win32', adapter('Qualcomm', 'Qualcomm(R) Adreno(TM) X1-85 GPU', 8192)],
    ['unified memory', 'darwin', adapter('Apple', 'Apple M1 Max', null)],
  ])('is unknown from %s', (_, platform, one) => expect(videoMemoryBytes(platform, one)).toBeNull());

  it.each([
    ['the driver on Linux', 'linux', adapter('AMD', 'Navi 21 [Radeon RX 6900 XT]', 256, 16 * GIB), 16 * GIB],
    ['the registry of Windows', 'win32', adapter('AMD', 'AMD Radeon RX 6800', 16_368), 16_368 * 2 ** 20],
    [
      'the registry of Windows for a card by Intel',
      'win32',
      adapter('Intel Corporation', 'Intel(R) Arc(TM) B580 Graphics', 12_288),
      12 * GIB,
    ],
    ['a card of a laptop', 'win32', adapter('AMD', 'AMD Radeon RX 6700S', 8176), 8176 * 2 ** 20],
    ['macOS', 'darwin', adapter('AMD', 'AMD Radeon Pro 5500M', 4096), 4 * GIB],
  ])('is known from %s', (_, platform, one, bytes) => expect(videoMemoryBytes(platform, one)).toBe(bytes));

  it('is read from the driver for a card, not for a processor', () => {
    const make = (address: string, format: number | null, bytes: string) => {
      mkdirSync(join(folder, address));
      writeFileSync(join(folder, address, 'mem_info_vram_total'), bytes);
      if (format !== null)
        writeFileSync(join(folder, address, 'gpu_metrics'), Buffer.from([120, 0, format, 3, 9]));
    };
    make('0000:03:00.0', 1, '17163091968\n');
    make('0000:04:00.0', 2, '536870912\n');
    make('0000:05:00.0', null, '8589934592\n');
    make('0000:06:00.0', null, 'n/a\n');
    const read = (address: string) => readOwnMemoryBytes(address, folder);
    expect(
      ['0000:03:00.0', '0000:04:00.0', '0000:05:00.0', '0000:06:00.0', '0000:07:00.0'].map(read),
    ).toEqual([17_163_091_968, null, 8_589_934_592, null, null]);
  });
});
