/**
 * @file Reads the product out of a raw device name: what drivers, systems and browsers add is removed, what tells products
 * apart (Ti, SUPER, Laptop GPU, Max-Q, memory, cores) stays. Only additions with a known form are removed; a name with
 * anything else is another name. Pure.
 */

import type { DeviceKind } from '../../contract/words.ts';
import { amdChips, intelChips, microarchitectures, pciChips } from './chip-names.ts';

/** A product as a name gives it. */
export interface Product {
  /** Lower-case words of the product without its maker: "rtx 4070 super", "i7 8700", "m4 max". */
  key: string;
  /** GB of memory at the end of the name; null if it has none. */
  memoryGB: number | null;
  /** Cores of Apple's GPU; null if the name does not count them. */
  gpuCores: number | null;
  /** Cores of Apple's CPU, fast and slow ones; null if the name does not count them. */
  cpuCores: number | null;
  /** Cores behind the name of a CPU, as in "8-Core Processor"; null if the name does not count them. */
  countedCores: number | null;
}

/**
 * The characters of product names. Others look like these (Cyrillic or full-width letters) or like nothing (no-break and
 * zero-width blanks, combining marks): such a name is no product's.
 */
const plain = /^[\x20-\x7e®™©×]*$/;

const marks = /\((?:r|tm|c)\)|[®™©]/gi;

/**
 * "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x00002503) Direct3D11 vs_5_0 ps_5_0, D3D11)": Chromium's maker, device, backend;
 * old versions have the device alone.
 */
const angle =
  /^ANGLE \((?:[^,()]*|[^,()]+ Co\., Ltd\.), (?<device>(?!Ltd\.).*), (?:[^,()]|\([^()]*\))+\)$|^ANGLE \((?<alone>[^,()]+)\)$/i;

/** Drivers of Mesa over another driver, as in Windows' subsystem for Linux: "D3D12 (NVIDIA GeForce RTX 3080)". */
const layered = /^(?:D3D12|Microsoft Direct3D12|zink Vulkan [\d.]+) ?\((?<device>.*)\)$/i;

/** What ANGLE adds to the device itself. */
const angleBackends: readonly [RegExp, string][] = [
  [/^ANGLE Metal Renderer: /i, ''],
  [/^Vulkan [\d.]+ \((?<device>.*)\)$/i, '$<device>'],
  [/ (?:Direct3D\d+|OpenGL(?: ES)? [\d.]+)(?: [vp]s_\d_\d)*$/i, ''],
  [/ \(0x[\da-f]{8}\)(?= Direct3D)/i, ''],
];

/** The chip before the product in lists of PCI devices: "AD104 [GeForce RTX 4070]", "Navi 31 [Radeon RX 7900 XTX]". */
const chipThenProduct =
  /^(?<chip>[^[\]]*) ?\[(?<product>[^[\]]+)\](?: \[[\da-f]{4}:[\da-f]{4}\])?(?: \(rev [\da-f]{2}\))?$/i;

const chips = new RegExp(
  `^(?!.*\\b(?:[gr]tx|rx|radeon|geforce|laptop|mobile)\\b)(?:${Object.values(pciChips).join('|')})$`,
  'i',
);

/** What drivers append in parentheses. */
const driver = new RegExp(
  ` ?\\((?:${[
    `RADV ${amdChips}(?: \\(ACO\\))?`,
    // ANGLE leaves out the commas and what follows the compiler.
    `(?:radeonsi,? )?${amdChips},? (?:LLVM [\\d.]+|ACO)(?:,? DRM [\\d.]+(?:,? [\\w.~+-]+)?)?`,
    `${amdChips}, DRM [\\d.]+, [\\w.~+-]+, LLVM [\\d.]+`,
    'radv|Panfrost|Panthor|nvgpu|AMD (?:proprietary|open-source) driver',
    // VkDriverId without its beginning
    '(?:MESA|NVIDIA|AMD|INTEL|QUALCOMM|ARM|IMAGINATION|MOLTENVK|SAMSUNG|BROADCOM)_[A-Z_]+',
    'NVIDIA \\d+(?:\\.\\d+)+',
    'NVK [A-Z]{2}\\d{3}',
    '0x[\\da-f]{4,8}',
    intelChips,
    'rev [\\da-f]{2}',
    // Asahi's name of a chip of Apple's, with its revision: "(G13C C0)"
    'G1\\d[A-Z] [A-D]\\d',
  ].join('|')})\\)$`,
  'i',
);

const architecture = new RegExp(` ?\\((?:${Object.values(microarchitectures).join('|')}|v\\dl)\\)$`, 'i');

/** What follows a GPU, in any order, from the end. */
const gpuEndings: readonly RegExp[] = [
  driver,
  /\/PCIe(?:\/SSE2)?$|\/SSE2$/i,
  / OpenGL Engine$/i,
  / (?:Lite Hash Rate|LHR)$/i,
  / Rev\. [A-Z]$/i,
  // "R9 Fury Series" is every card of the series, "RX 580 Series" only the RX 580.
  / Graphics$|(?<=\bRX \d{3}X?) Series$/i,
  // Windows' name of Qualcomm's
  /(?<=\bAdreno [\w-]+) GPU$/i,
  // Revision and patch of a design
  /(?<=\bMali-\w+) r\d(?:p\d)?$|(?<=^V3D \d\.\d)(?:\.\d+){1,2}$/i,
];

/** The graphics inside a processor of AMD. */
const amdGraphics: readonly RegExp[] = [
  /,? (?:w\/|with) (?:AMD )?Radeon(?: \d{3}0?[MS]| R\d| (?:RX )?Vega(?: \d{1,2}| M G[HL])?)?(?: Mobile)?(?:(?: HD)? Graphics| Gfx)?$/i,
  // "A10-7850K Radeon R7, 12 Compute Cores 4C+8G", "PRO A10-8770E R7, 10 Compute Cores 4C+6G"
  /,? (?:(?:with )?Radeon )?R\d, \d+ Compute Cores \d+C\+\d+G$/i,
];

/** Numbers as the names of CPUs write them, in small letters. */
const numbers: Readonly<Record<string, number>> = {
  two: 2,
  dual: 2,
  triple: 3,
  quad: 4,
  four: 4,
  six: 6,
  eight: 8,
  twelve: 12,
  sixteen: 16,
};

const coreCount = ` (?<count>\\d+|${Object.keys(numbers).join('|')})[- ]?Cores?(?: Processor)?`;

/** What follows a CPU, likewise. */
const cpuEndings: readonly RegExp[] = [
  architecture,
  /(?<=^Raspberry Pi.*) Rev \d\.\d$|(?<=^(?:Cavium )?ThunderX2.*) v\d\.\d$/i,
  new RegExp(`${coreCount}$`, 'i'),
  / (?:CPU|Processor|APU|SOC)$/i,
  /(?: (?:CPU )?0)?(?: @| ?@ ?| ) ?\d+(?:\.\d+)?\+? ?GHz$/i,
  / (?:CPU )?0$/,
  // As Linux writes a POWER processor
  /(?: \((?:raw|architected)\))?, altivec supported$/i,
  // Logical processors: GNOME's "× 16", OpenBenchmarking's "(8 Cores / 16 Threads)"
  / × \d+$| \(\d+ Cores \/ \d+ Threads\)$/i,
];

/** The cores of the product itself; those in parentheses are what a virtual machine has of them. */
const counted = new RegExp(`${coreCount}(?=$|,| @| w/| with | \\()`, 'i');

const makers: readonly [string, RegExp][] = [
  ['NVIDIA', /^nvidia(?: corporation)? /i],
  ['AMD', /^(?:advanced micro devices,? inc\.?(?: \[amd\/ati\])?|\[amd\/ati\]|amd|ati) /i],
  ['Intel', /^(?:mesa )?intel(?: corporation)? /i],
  ['Apple', /^apple /i],
  ['Qualcomm', /^qualcomm(?: inc)? /i],
];

/** Mesa names itself, lists of PCI devices their place and class, and five generations of Intel's CPUs their number. */
const beginnings =
  /^(?:Mesa (?:DRI )?(?=Intel|AMD)|Turnip (?=Adreno)|(?:(?:[\da-f]{4}:)?[\da-f]{2}:[\da-f]{2}\.[0-7] )?(?:VGA compatible|3D|Display) controller(?: \[03[\da-f]{2}\])?: |(?:1\dth )?Gen (?=Intel))/i;

/** "12th Gen Intel Core i7-13700": no such processor. */
const otherGeneration = /^(\d+)th Gen Intel.* i\d-(?!\1)\d/i;

/** Lines of products that drivers and people leave out before a model that is unique without them. */
const lines: readonly [RegExp, string][] = [
  // "RTX4090", "RTX 4090D", "RX7900XTX", "RTX4070TiSuper"
  [/\b([gr]tx|gt|rx) ?(\d{3,4})(ti)?(super|xtx|xt|gre|d)?\b/, '$1 $2 $3 $4'],
  [/ +/g, ' '],
  [/\bgeforce (?=[gr]tx? |mx|\d)/, ''],
  // Not before Apple's chips: the Tesla M4 is none
  [/\btesla (?=[akptv]\d|m\d\d)/, ''],
  [/\bradeon (?=rx |instinct )/, ''],
  // "Pentium(R) Dual-Core  CPU      E5700": the later lists of Intel leave the cores out.
  [/\bpentium dual core (?=cpu [et]\d)/, 'pentium '],
  [/\b(?:cpu|processor) (?=[a-z\d])/g, ''],
  // "Core(TM)2 Duo"
  [/\bcore 2 (?=duo|quad|extreme)/, 'core2 '],
  [/\bcore (?=[im][3579] \d|m \d)/, ''],
  [/\b(\d+(?:\.\d+)?) ?gi?b\b/g, '$1gb'],
  [/ \((\d+(?:\.\d+)?gb)\)$/, ' $1'],
  // Lists of PCI devices name the two designs of a laptop's chip in either order.
  [/\bmax q mobile$/, 'mobile max q'],
  [/ +/g, ' '],
];

/** "Apple M4 Max 12P+4E+40GPU", "Apple M1 Max (32-core GPU)", Blender's "Apple M3 Max (GPU - 40 cores)", "M1 Max 10-core CPU", "M1 Max 10-core". */
const appleCores =
  /^(?:Apple )?(?<chip>M\d+(?: Pro| Max| Ultra)?),? \(?(?:(?<fast>\d+)P\+(?<slow>\d+)E(?:\+(?<shaders>\d+)GPU)?|(?:GPU - )?(?<gpu>\d+)(?:-core GPU|(?<=GPU - \d+) cores)|(?<cpu>\d+)-core(?: CPU)?)\)?$/i;

function unwrap(name: string): string {
  const angled = angle.exec(name)?.groups;
  const device = angled?.device ?? angled?.alone;
  if (device === undefined) return layered.exec(name)?.groups?.device ?? name;
  return angleBackends.reduce((inner, [form, kept]) => inner.replace(form, kept), device);
}

/**
 * "Cortex-A76 (Raspberry Pi 5 Model B Rev 1.0)": the design of the cores before the board that has them. Only the makers of
 * boards, so that nothing else in brackets is taken for the processor.
 */
const designOnBoard =
  /^(?:Cortex-[AX]\d\w*(?: \+ )?)+ \((?<board>(?:Raspberry Pi|Radxa|(?:Xunlong )?Orange Pi|FriendlyElec|Khadas|Pine64|Turing Machines) [^()]+)\)$/;

/** The product out of "AD104 [GeForce RTX 4070]"; the name itself if it is no such pair. */
function marketed(name: string): string {
  const board = designOnBoard.exec(name)?.groups?.board;
  if (board !== undefined) return board;
  const { chip, product } = chipThenProduct.exec(name.replace('[AMD/ATI] ', ''))?.groups ?? {};
  return product !== undefined && chips.test(splitMaker(chip!).rest.trim()) ? product : name;
}

/** Beginnings of GPUs, for a name of unknown kind; nothing that follows a CPU follows them. */
const startsAsGpu = /^(?:geforce|quadro|tesla|titan|[gr]tx?|radeon|rx|instinct|arc|iris|u?hd)\b/i;

function withoutEndings(name: string, endings: readonly RegExp[]): string {
  const shorter = endings.reduce((rest, ending) => rest.replace(ending, '').trimEnd(), name);
  return shorter === name ? name : withoutEndings(shorter, endings);
}

function endingsOf(name: string, kind: DeviceKind | null, maker: string | null): readonly RegExp[] {
  if (kind === 'gpu' || (kind === null && startsAsGpu.test(name))) return gpuEndings;
  const ofCpu = maker === null || maker === 'AMD' ? [...cpuEndings, ...amdGraphics] : cpuEndings;
  return kind === 'cpu' ? ofCpu : [...ofCpu, ...gpuEndings];
}

function splitMaker(name: string): { maker: string | null; rest: string } {
  for (const [maker, form] of makers) {
    if (form.test(name)) return { maker, rest: name.replace(form, '') };
  }
  return { maker: null, rest: name };
}

/** The cores that a name of Apple's counts, and the chip before them. */
function readCores(name: string) {
  const { chip, fast, slow, shaders, gpu, cpu } = appleCores.exec(name)?.groups ?? {};
  const count = (digits: string | undefined) => (digits === undefined ? null : Number(digits));
  return {
    chip: chip ?? null,
    gpuCores: count(shaders ?? gpu),
    cpuCores: fast === undefined ? count(cpu) : Number(fast) + Number(slow),
  };
}

/**
 * The product that a raw name of a device means; null if the name has characters that no product's name has.
 * @param kind of the device; null if it is unknown, as for a text that somebody searches
 */
export function readProduct(raw: string, kind: DeviceKind | null = null): Product | null {
  if (!plain.test(raw)) return null;
  const spaced = (text: string) => text.replace(/ +/g, ' ').trim();
  const unmarked = spaced(unwrap(spaced(raw.replace(marks, ' '))));
  if (otherGeneration.test(unmarked)) return null;
  const name = spaced(marketed(unmarked.replace(beginnings, '')));
  const { chip, gpuCores, cpuCores } = readCores(name);
  const first = splitMaker(name);
  // A board's name can repeat its maker: "NVIDIA Corporation NVIDIA T4".
  const second = splitMaker(first.rest.replace(beginnings, ''));
  const maker = first.maker ?? second.maker;
  const product = second.rest;
  const key = toKey(chip ?? withoutEndings(product, endingsOf(product, kind, maker)));
  const count =
    kind === 'cpu' && chip === null ? counted.exec(product)?.groups?.count?.toLowerCase() : undefined;
  const countedCores = count === undefined ? null : (numbers[count] ?? Number(count));
  return { ...key, gpuCores, cpuCores, countedCores };
}

/** Words of a name without the lines of products that a model is unique without. */
export const toModel = (words: string): string =>
  lines.reduce((shorter, [line, kept]) => shorter.replace(line, kept), words).trim();

/** Letters, digits, plus signs and brackets only, so that "RTX-2070" equals "rtx 2070", but "(Ti)" is not "Ti". */
function toKey(rest: string): Pick<Product, 'key' | 'memoryGB'> {
  const words = rest
    .toLowerCase()
    .replace(/[^a-z\d+()[\]]+/g, ' ')
    .trim();
  const key = toModel(words);
  const memory = /^.+ (?<size>\d+(?:\.\d+)?)gb$/.exec(key)?.groups;
  return { key, memoryGB: memory === undefined ? null : Number(memory.size) };
}
