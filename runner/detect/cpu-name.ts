/**
 * @file The one name of the CPU, for the machine and for the workers of all engines, so that their rows compare. On x86 and
 * Apple systems the kernel has it; on ARM boards it has only the number of the core's design, and the board a name.
 */

import { cpus } from 'node:os';
import { readText } from '../system/files.ts';
import { cleanName } from '../text/clean-text.ts';
import type { Tools } from './tools.ts';

/** What the system says about its CPU; null for what it does not have. */
export interface CpuFacts {
  /** Model as Node reports it; empty or "unknown" on some ARM systems. */
  model: string;
  /** `/proc/cpuinfo` of Linux. */
  cpuinfo: string | null;
  /** `/proc/device-tree/model`: the name of a board. */
  deviceTree: string | null;
  /** Output of `lscpu`, which knows designs that the table here does not. */
  lscpu: string | null;
}

/** Makers of ARM cores and their designs, by the numbers in `/proc/cpuinfo` (arch/arm64/include/asm/cputype.h of Linux). */
const makers: Readonly<Record<string, { maker: string; designs: Readonly<Record<string, string>> }>> = {
  '0x41': {
    maker: 'ARM',
    designs: {
      ...{ '0xd03': 'Cortex-A53', '0xd04': 'Cortex-A35', '0xd05': 'Cortex-A55', '0xd07': 'Cortex-A57' },
      ...{ '0xd08': 'Cortex-A72', '0xd09': 'Cortex-A73', '0xd0a': 'Cortex-A75', '0xd0b': 'Cortex-A76' },
      ...{ '0xd0c': 'Neoverse-N1', '0xd0d': 'Cortex-A77', '0xd0e': 'Cortex-A76AE', '0xd40': 'Neoverse-V1' },
      ...{ '0xd41': 'Cortex-A78', '0xd42': 'Cortex-A78AE', '0xd44': 'Cortex-X1', '0xd46': 'Cortex-A510' },
      ...{ '0xd47': 'Cortex-A710', '0xd48': 'Cortex-X2', '0xd49': 'Neoverse-N2', '0xd4b': 'Cortex-A78C' },
      ...{ '0xd4c': 'Cortex-X1C', '0xd4d': 'Cortex-A715', '0xd4e': 'Cortex-X3', '0xd4f': 'Neoverse-V2' },
      ...{ '0xd80': 'Cortex-A520', '0xd81': 'Cortex-A720', '0xd82': 'Cortex-X4', '0xd83': 'Neoverse-V3AE' },
      ...{ '0xd84': 'Neoverse-V3', '0xd85': 'Cortex-X925', '0xd87': 'Cortex-A725', '0xd88': 'Cortex-A520AE' },
      ...{ '0xd89': 'Cortex-A720AE', '0xd8e': 'Neoverse-N3', '0xd8f': 'Cortex-A320' },
    },
  },
  '0x43': { maker: 'Cavium', designs: { '0x0a1': 'ThunderX', '0x0af': 'ThunderX2' } },
  '0x46': { maker: 'Fujitsu', designs: { '0x001': 'A64FX' } },
  '0x48': { maker: 'HiSilicon', designs: { '0xd01': 'Kunpeng-920' } },
  '0x4e': { maker: 'NVIDIA', designs: { '0x000': 'Denver', '0x003': 'Denver 2', '0x004': 'Carmel' } },
  '0x51': {
    maker: 'Qualcomm',
    designs: {
      ...{ '0x001': 'Oryon', '0x802': 'Kryo-3XX-Gold', '0x803': 'Kryo-3XX-Silver' },
      ...{ '0x804': 'Kryo-4XX-Gold', '0x805': 'Kryo-4XX-Silver' },
    },
  },
  '0x61': {
    maker: 'Apple',
    designs: {
      ...{ '0x022': 'Icestorm-M1', '0x023': 'Firestorm-M1', '0x024': 'Icestorm-M1-Pro' },
      ...{ '0x025': 'Firestorm-M1-Pro', '0x028': 'Icestorm-M1-Max', '0x029': 'Firestorm-M1-Max' },
      ...{ '0x032': 'Blizzard-M2', '0x033': 'Avalanche-M2', '0x034': 'Blizzard-M2-Pro' },
      ...{ '0x035': 'Avalanche-M2-Pro', '0x038': 'Blizzard-M2-Max', '0x039': 'Avalanche-M2-Max' },
    },
  },
  '0x6d': { maker: 'Microsoft', designs: { '0xd49': 'Azure-Cobalt-100' } },
  '0x70': {
    maker: 'Phytium',
    designs: {
      ...{ '0x303': 'FTC310', '0x660': 'FTC660', '0x661': 'FTC661', '0x662': 'FTC662' },
      ...{ '0x663': 'FTC663', '0x664': 'FTC664', '0x862': 'FTC862' },
    },
  },
  '0xc0': { maker: 'Ampere', designs: { '0xac3': 'Ampere-1', '0xac4': 'Ampere-1a' } },
};

/** Every value of a field in a text of lines "name : value", without repetition. */
function valuesOf(text: string | null, field: RegExp): string[] {
  const values = (text ?? '').split('\n').flatMap((line) => {
    const [name = '', ...rest] = line.split(':');
    const value = rest.join(':').replaceAll('\0', '').trim();
    return field.test(name.trim()) && value !== '' && value !== '-' ? [value] : [];
  });
  return [...new Set(values)];
}

/** Old and 32-bit kernels name only the architecture: "ARMv8 Processor rev 4 (v8l)". */
const saysNothing = (model: string): boolean =>
  /^(?:unknown\b.*|-|(?:armv\d|aarch64)\b.*)?$/i.test(model.trim());

const isArm = (cpuinfo: string | null): boolean => valuesOf(cpuinfo, /^CPU implementer$/).length > 0;

/** The maker of an ARM core; null for other CPUs and unknown makers. */
export function armMaker(cpuinfo: string | null): string | null {
  return makers[valuesOf(cpuinfo, /^CPU implementer$/)[0] ?? '']?.maker ?? null;
}

/** The designs of all cores; chips with large and small cores have several, perhaps of two makers. */
function armDesigns({ model, cpuinfo, lscpu }: CpuFacts): string[] {
  const listed = valuesOf(lscpu, /^Model name$/i).filter((name) => !saysNothing(name));
  if (listed.length > 0) return listed;
  const cores = (cpuinfo ?? '').split(/^(?=CPU implementer)/m).slice(1);
  const designs = cores.map((core) => {
    const [implementer = ''] = valuesOf(core, /^CPU implementer$/);
    const [part = ''] = valuesOf(core, /^CPU part$/);
    const name = makers[implementer]?.designs[part.toLowerCase()];
    return { name: name ?? `ARM ${implementer} ${part}`, isKnown: name !== undefined };
  });
  const told = [...valuesOf(cpuinfo, /^model name$/i), model].find((name) => !saysNothing(name));
  if (told !== undefined && designs.some(({ isKnown }) => !isKnown)) return [told];
  return [...new Set(designs.map(({ name }) => name))];
}

/** The name; empty if the system says nothing. */
export function decideCpuName(facts: CpuFacts): string {
  const { model, cpuinfo, deviceTree, lscpu } = facts;
  const arm = isArm(cpuinfo);
  if (!arm && !saysNothing(model)) return cleanName(model, 200, '');
  const named = valuesOf(cpuinfo, /^model name$|^uarch$/i).filter((name) => !saysNothing(name));
  const cores = arm ? armDesigns(facts) : [...named, ...valuesOf(lscpu, /^Model name$/i)].slice(0, 1);
  const ofBoard = [
    deviceTree?.replaceAll('\0', '').trim() ?? '',
    // 32-bit kernels of the Raspberry Pi name the chip first ("Hardware") and then the board.
    ...valuesOf(cpuinfo, /^Model$/),
    ...valuesOf(cpuinfo, /^Hardware$/),
  ];
  const board = ofBoard.find((text) => text !== '' && !/^linux,dummy-virt$/.test(text));
  const name = cores.join(' + ');
  if (board === undefined || name.includes(board)) return cleanName(name, 200, '');
  return cleanName(name === '' ? board : `${name} (${board})`, 200, '');
}

/** What files say about this system's CPU. */
export function readCpuFacts(): CpuFacts {
  const onLinux = process.platform === 'linux' || process.platform === 'android';
  return {
    model: cpus()[0]?.model ?? '',
    cpuinfo: onLinux ? readText('/proc/cpuinfo') : null,
    deviceTree: onLinux ? readText('/proc/device-tree/model') : null,
    lscpu: null,
  };
}

/** As `readCpuFacts`, with the output of `lscpu` if the files alone give no name. */
export async function askCpuFacts(tools: Tools): Promise<CpuFacts> {
  const facts = readCpuFacts();
  const needsMore = facts.cpuinfo !== null && (isArm(facts.cpuinfo) || saysNothing(facts.model));
  return needsMore ? { ...facts, lscpu: await tools.ask('lscpu', []) } : facts;
}
