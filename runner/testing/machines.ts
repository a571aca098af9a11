/** @file Raw facts of three kinds of real machines, for tests. */
import type { RawMachine } from '../detect/raw.ts';

export const m1Max: RawMachine = {
  platform: 'darwin',
  arch: 'arm64',
  osName: 'macOS',
  osVersion: '15.2',
  cpuModel: 'Apple M1 Max',
  cpu: { manufacturer: 'Apple', brand: 'M1 Max', speed: 2.4, physicalCores: 10, cores: 10 },
  logicalCores: 10,
  memoryBytes: 34_359_738_368,
  controllers: [{ vendor: 'Apple', model: 'Apple M1 Max', vram: null, cores: '32' }],
  nvidiaSmi: null,
};

export const windowsDesktop: RawMachine = {
  platform: 'win32',
  arch: 'x64',
  osName: 'Microsoft Windows 11 Pro',
  osVersion: '10.0.22631',
  cpuModel: '13th Gen Intel(R) Core(TM) i7-13700KF              ',
  cpu: {
    manufacturer: 'Intel',
    brand: 'Gen Intel® Core™ i7-13700KF',
    speed: 3.4,
    physicalCores: 16,
    cores: 24,
  },
  logicalCores: 24,
  memoryBytes: 34_190_229_504,
  controllers: [
    {
      vendor: 'Parsec Cloud, Inc.',
      model: 'Parsec Virtual Display Adapter',
      vram: null,
      driverVersion: '0.45',
    },
    {
      vendor: 'NVIDIA',
      model: 'NVIDIA GeForce RTX 4070 SUPER',
      vram: 4095,
      driverVersion: '32.0.15.6614',
    },
  ],
  nvidiaSmi: 'NVIDIA GeForce RTX 4070 SUPER, 12282, 566.14\r\n',
};

export const linuxNvidia: RawMachine = {
  platform: 'linux',
  arch: 'x64',
  osName: 'Ubuntu',
  osVersion: '24.04.1 LTS',
  cpuModel: 'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz',
  cpu: { manufacturer: 'Intel', brand: 'Core™ i7-8700', speed: 3.2, physicalCores: 6, cores: 12 },
  logicalCores: 12,
  memoryBytes: 33_560_948_736,
  controllers: [
    { vendor: 'Intel Corporation', model: 'CoffeeLake-S GT2 [UHD Graphics 630]', vram: 256 },
    { vendor: 'NVIDIA Corporation', model: 'TU106 [GeForce RTX 2070 Rev. A]', vram: 256 },
  ],
  nvidiaSmi: 'NVIDIA GeForce RTX 2070, 8192, 550.120\nNVIDIA GeForce RTX 2070, 8192, 550.120\n',
};
