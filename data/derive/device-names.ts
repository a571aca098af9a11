/** @file Interprets device names from drivers, operating systems and browsers: vendor, kind, spelling. Pure. */
import type { Hardware } from '../contract/catalogue.ts';
import { rememberedText } from './remembered-text.ts';

export type Vendor = Hardware['vendor'];

/** Spellings of each vendor and its brands. */
export const vendorBrands: Record<Vendor, RegExp> = {
  NVIDIA: /nvidia|geforce|quadro|\btesla\b|\borin\b|\bxavier\b|\btegra\b/i,
  AMD: /advanced micro devices|\bamd\b|authenticamd|\bati\b|radeon/i,
  Intel: /intel/i,
  Apple: /apple/i,
  Qualcomm: /qualcomm|snapdragon|adreno|\boryon\b/i,
  Broadcom: /broadcom|raspberry pi|videocore|\bv3d\b|\bbcm\d{4}/i,
  Huawei: /huawei|hisilicon|\bkirin\b|kunpeng/i,
  // The bare word is an architecture of NVIDIA's.
  Ampere: /ampere(?:\(r\)|®)? (?:computing|altra)|ampereone|\baltra\b/i,
  // Clouds name themselves as the maker of machines; only their own chips count.
  Amazon: /graviton|annapurna/i,
  Samsung: /samsung|exynos|xclipse/i,
  Arm: /\barm\b|\bmali\b|immortalis|cortex-[ax]\d|neoverse/i,
  MediaTek: /mediatek|dimensity|helio [gpx]\d|kompanio/i,
  Imagination: /imagination|powervr/i,
  'Moore Threads': /moore ?threads|\bmtt [sx]\d/i,
  Zhaoxin: /zhaoxin|kaixian|kaisheng/i,
  Hygon: /hygon/i,
  Loongson: /loongson/i,
  Phytium: /phytium/i,
  Rockchip: /rockchip|\brk3\d{3}/i,
  Google: /google (?:tensor|axion)/i,
  Microsoft: /azure cobalt/i,
  Fujitsu: /fujitsu|a64fx/i,
  Marvell: /marvell|cavium|thunderx/i,
  IBM: /\bibm\b|\bpower(?:8|9|10|11)\b/i,
  SpacemiT: /spacemit/i,
  StarFive: /starfive|\bjh7110/i,
  SiFive: /sifive/i,
};

export const VENDORS = Object.keys(vendorBrands) as Vendor[];

/**
 * The vendor that a text names, or null. The first mention counts: an Intel processor may contain "Radeon" graphics, and
 * the adapter of a virtual machine names the real one after its own.
 */
export const vendorOf = rememberedText((text): Vendor | null => {
  const mentions = VENDORS.map((vendor) => ({ vendor, at: text.search(vendorBrands[vendor]) }));
  const [first] = mentions.filter(({ at }) => at !== -1).sort((a, b) => a.at - b.at);
  return first?.vendor ?? null;
});

/** Names of drivers that emulate a GPU on the CPU: SwiftShader, Mesa's drivers, Windows' WARP. */
const softwareRenderers =
  /swiftshader|llvmpipe|lavapipe|softpipe|software (?:rasterizer|adapter|renderer)|\bwarp\b|basic render/i;

/** Whether a device name belongs to a software GPU. */
export const isSoftwareGpu = (name: string): boolean => softwareRenderers.test(name);

/** NVIDIA's GPUs in the chips of Jetson boards, whose driver is a part of Jetson Linux. */
export const isJetson = (name: string): boolean => /^(?:nvidia )?(?:orin|xavier|tegra|jetson)\b/i.test(name);

/** What a list of PCI devices says about a device that is newer than the list. */
const unnamed = /^(?:\w+ (?:corporation )?)?device [0-9a-f]{4}(?::[0-9a-f]{4})?$/i;

/** Whether a name holds only the number of a device. */
export const isUnnamed = (name: string): boolean => unnamed.test(name.trim());

/**
 * Display adapters that cannot compute: basic drivers, remote and virtual screens, the adapters of hypervisors, and the
 * console of a server. A bare "Device 008e" in a PCI list is not a name; WSL lists its adapter like that in addition to the
 * real GPU.
 */
const screensOnly = new RegExp(
  [
    ...[
      /basic (?:render|display)/,
      /\bremote/,
      /\brdp/,
      /virtual/,
      /paravirtual graphic/,
      /\bparsec/,
      /\bcitrix/,
    ],
    ...[
      /\bidd(?:sample)?|idd(?:cx|driver)|\bindirect display/,
      /displaylink/,
      /spacedesk/,
      /\bmirage\b|\bmirror/,
      /teamviewer/,
    ],
    // Screens on USB and on other computers, and adapters whose Windows names are translated but for their maker: only on a
    // layer of Microsoft's is there a GPU behind them ("Microsoft Direct3D12 (NVIDIA GeForce RTX 3080)").
    ...[
      /\busb\b/,
      /\bexternal graphics\b/,
      / x?display$/,
      /\bparallels\b/,
      /^(?!microsoft direct3d).*(?:\bmicrosoft\b|майкрософт)/,
    ],
    ...[
      /\bcirrus\b|^gd 54/,
      /\bbochs\b/,
      /\bqxl\b/,
      /\bvga compatible\b/,
      /\bvirtio(?:\b|_)/,
      /\bvmware svga\b|^svga ii\b/,
    ],
    ...[
      /hyper-?v\b/,
      /\baspeed\b|\bast[1-9]\d{3}\b/,
      /\bmatrox\b|\bg200\w*/,
      /\bibmc\b|\bhi171/,
      /\bsm7[0-9]{2}\b/,
      /\bwpcm\d{3}\b|\bnpcm\d{3}\b/,
      /\bxg2[0-9]\b/,
      /\bdisplay controller\b/,
    ],
    ...[/\bes1000\b|\brage (?:xl|128|mobility)\b/, /\bvolari\b/, /\bstandard[ -]vga\b|\bstd vga\b/],
    ...[unnamed, /^(?:unknown|n\/a|none|null|unavailable)?$/],
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

/** Whether a name belongs to an adapter that only draws a screen. */
export const drawsOnly = (name: string): boolean => screensOnly.test(name.trim());

const marks = /\((?:r|tm|c)\)|[®™©]/giu;
const clock = /\s@?\s*\d+(?:\.\d+)?\s*ghz\b/giu;
export const withoutClock = (name: string): string => name.replace(clock, ' ');

/** The form in which names are compared: letters, digits and plus signs only, so that "RTX-2070" equals "rtx 2070". */
export function comparable(name: string): string {
  return name
    .replace(marks, ' ')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9+]+/g, ' ')
    .trim();
}

/** Letters, digits and single hyphens, of at most `maxLength` characters. */
export function toSlug(words: string, maxLength: number): string {
  return words
    .replace(marks, ' ')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength)
    .replace(/^-+|-+$/g, '');
}

/**
 * The name without marks, clock and what says only that it is a processor: "Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz" -> "Intel
 * Core i7-8700", "AMD Ryzen 7 5800X 8-Core Processor" -> "AMD Ryzen 7 5800X".
 */
export function plainName(name: string): string {
  const plain = name
    .replace(marks, '')
    .replace(/ (?:CPU|Processor)? ?@ .*$/, '')
    .replace(/ \d+-Core Processor$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return plain === '' ? name : plain;
}

const brandFirst = new RegExp(`^(?:${VENDORS.join('|')})\\s+(?:(?:GeForce|Radeon|Core)\\s+)?`);

/** The name without its vendor and marks, for narrow columns: "Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz" -> "i7-8700". */
export function shortName(name: string): string {
  const short = plainName(name).replace(brandFirst, '').trim();
  return short === '' ? name : short;
}

/**
 * Names of a part of a board: a MIG instance ("NVIDIA A100-SXM4-40GB MIG 1g.5gb") or a vGPU ("GRID T4-8Q", "NVIDIA
 * A100-1-5CME", NVIDIA's vGPU documentation: memory in GB, then the series A, B, C or Q, and the screens of "GRID M60-2B4").
 */
const slices = /\bMIG\b|^(?:nvidia|grid) .*-\d+[abcq](?:me|\d)?$/i;

/** Whether a name belongs to a part of a GPU, whose board also works for others. */
export const isGpuSlice = (name: string): boolean => slices.test(name.trim());

/** Whether two names mean the same NVIDIA board; drivers and engines leave out the vendor or the brand. */
export function isSameBoard(one: string, other: string): boolean {
  const bare = (name: string) => comparable(name.replace(/nvidia|geforce|tesla/gi, ' ')).replaceAll(' ', '');
  return bare(one) === bare(other);
}
