import { describe, expect, it } from 'vitest';
import {
  comparable,
  drawsOnly,
  isSameBoard,
  isSoftwareGpu,
  plainName,
  shortName,
  toSlug,
  vendorOf,
} from './device-names.ts';

/** Names as drivers and systems report them, with their vendor. */
const names: readonly [string, ReturnType<typeof vendorOf>][] = [
  ['NVIDIA GeForce RTX 3090', 'NVIDIA'],
  ['NVIDIA RTX PRO 6000 Blackwell Workstation Edition', 'NVIDIA'],
  ['Tesla V100-SXM2-32GB', 'NVIDIA'],
  ['Quadro P5000', 'NVIDIA'],
  ['Orin', 'NVIDIA'],
  ['nvidia-geforce-rtx-2070', 'NVIDIA'],
  ['AMD Radeon RX 6900 XT', 'AMD'],
  ['Radeon RX 7900 XTX', 'AMD'],
  ['Advanced Micro Devices, Inc. [AMD/ATI] Navi 31', 'AMD'],
  ['AMD Ryzen 7 4800H with Radeon Graphics (znver2)', 'AMD'],
  ['AMD FX(tm)-8320 Eight-Core Processor (bdver2)', 'AMD'],
  ['AMD Custom APU 0932 (znver2)', 'AMD'],
  ['AuthenticAMD', 'AMD'],
  ['DO-Premium-AMD (znver2)', 'AMD'],
  ['Intel(R) Arc(TM) B580 Graphics', 'Intel'],
  ['INTEL XEON PLATINUM 8558 (sapphirerapids)', 'Intel'],
  ['13th Gen Intel Core i7-13700K (alderlake)', 'Intel'],
  ['Intel(R) Core(TM) i7-8705G CPU with Radeon(TM) RX Vega M GL', 'Intel'],
  ['DO-Premium-Intel (skylake-avx512)', 'Intel'],
  ['Apple M4 Max 12P+4E+40GPU', 'Apple'],
  ['HUAWEI Kirin 990', 'Huawei'],
  ['ZHAOXIN KaiXian KX-U6780A@2.7GHz', 'Zhaoxin'],
  ['Raspberry Pi 5 Model B Rev 1.0', 'Broadcom'],
  ['ARMv8 Processor rev 1 (v8l)', null],
  ['QEMU Virtual CPU version 2.5+', null],
  ['Mali-G78', 'Arm'],
  ['Snapdragon(R) X Elite - X1E80100 - Qualcomm(R) Oryon(TM) CPU', 'Qualcomm'],
  ['Adreno (TM) 740', 'Qualcomm'],
  ['Ampere(R) Altra(R) Max Processor', 'Ampere'],
  ['nvidia ampere', 'NVIDIA'],
  ['AWS Graviton3', 'Amazon'],
  ['Amazon EC2', null],
  ['MTT S80', 'Moore Threads'],
  ['PowerVR Rogue GE8320', 'Imagination'],
  ['Samsung Xclipse 920', 'Samsung'],
  ['MediaTek Dimensity 9300', 'MediaTek'],
];

describe('the vendor', () => {
  it.each(names)('of "%s" is %s', (name, vendor) => {
    expect(vendorOf(name)).toBe(vendor);
  });
});

describe('a software GPU', () => {
  it.each([
    'SwiftShader Device (Subzero)',
    'swiftshader',
    'llvmpipe (LLVM 15.0.6, 256 bits)',
    'Mesa lavapipe',
    'softpipe',
    'Software Rasterizer',
    'Microsoft Basic Render Driver',
    'Microsoft WARP',
    'a software adapter',
  ])('is named by "%s"', (name) => {
    expect(isSoftwareGpu(name)).toBe(true);
  });

  it('is not recognized in names of real devices', () => {
    expect(names.filter(([name]) => isSoftwareGpu(name))).toEqual([]);
    expect(isSoftwareGpu('Warped Reality Headset')).toBe(false);
  });
});

describe('an adapter that only draws a screen', () => {
  it.each([
    'ASPEED Graphics Family',
    'Device 008e',
    'Integrated Matrox G200eW3 Graphics Controller',
    'Microsoft Remote Display Adapter',
    'Microsoft Basic Display Adapter',
    'Parsec Virtual Display Adapter',
    'Cirrus Logic GD 5446',
    'QXL paravirtual graphic card',
    ...['Virtio 1.0 GPU', 'Virtio GPU', 'VMware SVGA II Adapter', 'SVGA II Adapter', 'VMware SVGA 3D'],
    ...['Microsoft Hyper-V Video', 'Hyper-V virtual VGA', 'VirtualBox Graphics Adapter', 'RDPUDD Chained DD'],
    ...['Device 1234:1111', 'NVIDIA Corporation Device 2b85', 'Device 2B85', 'unknown', ''],
    ...['MGA G200eW WPCM450', 'Matrox G200eR2', 'AST2500', 'ES1000', 'Rage XL', 'SM750'],
    ...['Hi171x Series [iBMC Intelligent Management system chip w/VGA support]', 'IddSampleDriver Device'],
    ...[
      'Meta Virtual Monitor',
      'SudoMaker Virtual Display Adapter',
      'DisplayLink USB Device',
      'spacedesk Graphics Adapter',
    ],
    ...[
      'Synaptics USB Display',
      'MCT USB 3.0 External Graphics Device',
      'Duet Display',
      'OrayIddDriver Device',
      'Splashtop XDisplay',
      'virtio_gpu',
    ],
    ...['Parallels Display Adapter (WDDM)', 'Z7/Z9 (XG20 core)', 'WPCM450', 'DC (Display Controller)'],
    // Windows in other languages
    ...[
      'Microsoft Basisanzeigeadapter',
      'Carte graphique de base Microsoft',
      'Scheda video di base Microsoft',
    ],
    ...['Microsoft 基本ディスプレイ アダプター', 'Базовый видеоадаптер (Майкрософт)', 'NVIDIA Device 2b85'],
  ])('is named by "%s"', (name) => {
    expect(drawsOnly(name)).toBe(true);
  });

  it('is not recognized in names of real GPUs', () => {
    const gpus = ['AD104 [GeForce RTX 4070]', 'NVIDIA GeForce RTX 3090', 'Intel(R) Arc(TM) B580 Graphics'];
    const behindMicrosoft = 'Microsoft Direct3D12 (NVIDIA GeForce RTX 3080)';
    expect(
      [...gpus, behindMicrosoft, 'AMD Radeon Graphics', 'Apple M1 Max', 'GRID T4-8Q', 'Orin'].filter(
        drawsOnly,
      ),
    ).toEqual([]);
  });
});

describe('spellings', () => {
  it.each([
    ['RTX-2070', 'rtx 2070'],
    ['Core™ i7-8700', 'Core(TM) i7-8700'],
    ['Ryzen AI Max+ 395', 'RYZEN AI MAX+ 395'],
  ])('"%s" and "%s" are the same name', (one, other) => {
    expect(comparable(one)).toBe(comparable(other));
  });

  it.each([
    ['NVIDIA GeForce RTX 4070', 'nvidia geforce rtx 4070', true],
    ['Tesla T4', 'NVIDIA T4', true],
    ['NVIDIA GeForce RTX 4070', 'NVIDIA GeForce RTX 4070 Ti', false],
  ])('"%s" and "%s" are the same board: %s', (one, other, same) => {
    expect(isSameBoard(one, other)).toBe(same);
  });

  it.each([
    ['NVIDIA GeForce RTX 4070 SUPER', 'RTX 4070 SUPER'],
    ['Apple M1 Max (32-core GPU)', 'M1 Max (32-core GPU)'],
    ['Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz', 'i7-8700'],
    ['Intel(R) Xeon(R) Processor @ 2.80GHz', 'Xeon'],
    ['AMD Radeon RX 7900 XTX', 'RX 7900 XTX'],
    ['SwiftShader Device (Subzero)', 'SwiftShader Device (Subzero)'],
    ['Apple', 'Apple'],
  ])('%s is short %s', (name, short) => expect(shortName(name)).toBe(short));

  it.each([
    ['Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz', 'Intel Core i7-8700'],
    ['Intel(R) Xeon(R) Processor @ 2.80GHz', 'Intel Xeon'],
    ['AMD Ryzen 7 5800X 8-Core Processor', 'AMD Ryzen 7 5800X'],
    ['Apple M1 Max', 'Apple M1 Max'],
    ['(R)', '(R)'],
  ])('%s is plain %s', (name, plain) => expect(plainName(name)).toBe(plain));

  it('are slugs without marks, cut without leaving a hyphen', () => {
    expect(toSlug('Intel(R) Core(TM) i7-8700', 40)).toBe('intel-core-i7-8700');
    expect(toSlug('ab cd', 3)).toBe('ab');
  });
});
