import { describe, expect, it } from 'vitest';
import { findFault, forms } from '../../data/derive/personal-data/forms.ts';
import { armMaker, type CpuFacts, decideCpuName } from './cpu-name.ts';

const facts = (changes: Partial<CpuFacts>): CpuFacts => ({
  model: 'unknown',
  cpuinfo: null,
  deviceTree: null,
  lscpu: null,
  ...changes,
});
const arm = (parts: readonly string[], implementer = '0x41', rest = '') =>
  parts
    .map((part, i) => `processor\t: ${i}\nCPU implementer\t: ${implementer}\nCPU part\t: ${part}\n\n`)
    .join('') + rest;
const board = 'Revision\t: d04170\nSerial\t\t: 0000000012345678\nModel\t\t: Raspberry Pi 5 Model B Rev 1.0\n';

describe('the name of the CPU', () => {
  it.each([
    ['x86', { model: 'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz ' }, 'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz'],
    ['a Mac', { model: 'Apple M1 Max' }, 'Apple M1 Max'],
    [
      'a board',
      { cpuinfo: arm(['0xd0b', '0xd0b'], '0x41', board) },
      'Cortex-A76 (Raspberry Pi 5 Model B Rev 1.0)',
    ],
    [
      'a board whose Node knows the design',
      { model: 'Cortex-A76', cpuinfo: arm(['0xd0b'], '0x41', board) },
      'Cortex-A76 (Raspberry Pi 5 Model B Rev 1.0)',
    ],
    [
      'large and small cores',
      { cpuinfo: arm(['0xd05', '0xd05', '0xd0b']), deviceTree: 'Radxa ROCK 5B\0' },
      'Cortex-A55 + Cortex-A76 (Radxa ROCK 5B)',
    ],
    ['a server', { cpuinfo: arm(['0xd0c']), deviceTree: '' }, 'Neoverse-N1'],
    ['a virtual machine', { cpuinfo: arm(['0xd4f']), deviceTree: 'linux,dummy-virt\0' }, 'Neoverse-V2'],
    [
      'a Mac under Linux',
      {
        cpuinfo: arm(['0x034', '0x035'], '0x61'),
        deviceTree: 'Apple Mac mini (M2 Pro, 2023)\0',
      },
      'Blizzard-M2-Pro + Avalanche-M2-Pro (Apple Mac mini (M2 Pro, 2023))',
    ],
    [
      'an older Raspberry Pi, whose kernel names the chip, too',
      { cpuinfo: arm(['0xd08'], '0x41', 'Hardware\t: BCM2711\nModel\t\t: Raspberry Pi 4 Model B Rev 1.4\n') },
      'Cortex-A72 (Raspberry Pi 4 Model B Rev 1.4)',
    ],
    [
      'cores of two makers',
      { cpuinfo: arm(['0xd05']) + arm(['0x804'], '0x51') },
      'Cortex-A55 + Kryo-4XX-Gold',
    ],
    [
      'an unknown design with a name',
      { cpuinfo: `model name\t: Phytium FTC999\n${arm(['0x999'], '0x70')}` },
      'Phytium FTC999',
    ],
    ['a design in other letters', { cpuinfo: arm(['0xD0B']) }, 'Cortex-A76'],
    ['an unknown design', { cpuinfo: arm(['0xfff'], '0x99') }, 'ARM 0x99 0xfff'],
    [
      'a design that lscpu knows',
      {
        cpuinfo: arm(['0xfff']),
        lscpu: 'Vendor ID: ARM\n  Model name:   Cortex-X9\n  Model: 1\nBIOS Model name: x\n',
      },
      'Cortex-X9',
    ],
    ['a 32-bit kernel', { model: 'ARMv7 Processor rev 4 (v7l)', cpuinfo: arm(['0xd08']) }, 'Cortex-A72'],
    ['a telephone', { cpuinfo: arm(['0xd46'], '0x41', 'Hardware\t: SM8450\n') }, 'Cortex-A510 (SM8450)'],
    ['RISC-V', { cpuinfo: 'processor\t: 0\nisa\t: rv64imafdc\nuarch\t: sifive,u74-mc\n' }, 'sifive,u74-mc'],
    ['another kernel', { cpuinfo: 'Model Name\t: Loongson-3A6000\n' }, 'Loongson-3A6000'],
    ['nothing', {}, ''],
  ])('of %s', (_, changes, name) => expect(decideCpuName(facts(changes))).toBe(name));

  it('comes with its maker, not that of the board', () => {
    expect(armMaker(arm(['0xd0b'], '0x41', board))).toBe('ARM');
    expect(armMaker(arm(['0xac3'], '0xc0'))).toBe('Ampere');
    expect(armMaker('model name : Intel')).toBeNull();
  });
});

it('consists of words that a result may have, for every known design', () => {
  const implementers = ['0x41', '0x43', '0x46', '0x48', '0x4e', '0x51', '0x61', '0x6d', '0x70', '0xc0'];
  const parts = Array.from({ length: 0x1000 }, (_, part) => `0x${part.toString(16).padStart(3, '0')}`);
  const names = implementers.map((implementer) =>
    parts.map((part) => decideCpuName(facts({ cpuinfo: arm([part], implementer) }))),
  );
  const known = names.flat().filter((name) => !name.startsWith('ARM 0x'));
  expect(known.length).toBeGreaterThan(40);
  expect(known.flatMap((name) => (findFault(name, forms.hardware) === null ? [] : [name]))).toEqual([]);
});
