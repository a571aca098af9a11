/** @file Machines for generated files: devices of the catalogue, and devices that it does not list. */
import { hardware } from '../../../data/catalogue/index.ts';
import { architectureOf } from '../../../data/catalogue/nvidia-architectures.ts';
import { firstDriverOf } from '../../../data/catalogue/nvidia-drivers.ts';
import { resolveHardware } from '../../../data/catalogue/resolve.ts';
import type { Hardware } from '../../../data/contract/catalogue.ts';
import type { Machine } from '../../../data/contract/submission.ts';
import type { DeviceKind, DType } from '../../../data/contract/words.ts';
import { readProduct } from '../../../data/derive/product/product-name.ts';
import { peakTflops } from '../../../data/derive/rate.ts';
import { strangerIn } from '../../check/existence/host.ts';
import { laptopCpu } from '../place.ts';
import type { Random } from '../random.ts';
import type { Suits } from './lies/suits.ts';

export interface Model {
  machine: Machine;
  /** The kind of device that the file is about. */
  kind: DeviceKind;
  /** Raw name of that device. */
  name: string;
  /** Whether the catalogue lists it. */
  known: boolean;
  /** TFLOP/s that it can reach at most; null if it does not have the dtype. */
  peakOf(dtype: DType): number | null;
  /** Rated power in watts; null if unknown. */
  tdpW: number | null;
  /** Memory bandwidth in GB/s; null if unknown. */
  bandwidthGBs: number | null;
  /** Resolution of the clock in nanoseconds. */
  tickNs: number;
}

const GIB = 2 ** 30;

/** Float32 operations per cycle and core with two units of 8 lanes, multiply and add (AVX2). */
const AVX2_FLOPS = 32;

type Os = Machine['os'];

const linux: Os = { platform: 'linux', name: 'Ubuntu', version: '24.04.3 LTS', arch: 'x64' };
const windows: Os = {
  platform: 'win32',
  name: 'Microsoft Windows 11 Pro',
  version: '10.0.26100',
  arch: 'x64',
};
/** Before build 17763, when its clock counted cycles of the processor. */
const windowsServer: Os = {
  platform: 'win32',
  name: 'Microsoft Windows Server 2016 Standard',
  version: '10.0.14393',
  arch: 'x64',
};
const macos: Os = { platform: 'darwin', name: 'macOS', version: '26.1', arch: 'arm64' };

const windowses = [windows, windows, windows, windowsServer];

/** Linux counts nanoseconds, Apple silicon 24 MHz, Windows 10 MHz or, before, 1024 cycles of the processor. */
const tickOf = ({ os }: Machine): number => {
  if (os.platform === 'linux') return 1;
  if (os.platform === 'darwin') return 1e9 / 24e6;
  return os === windowsServer ? 1024 / 3.4 : 100;
};

/** Processors that stand beside a graphics card, each with its cores and clock by the maker. */
const hosts: NonNullable<Machine['cpu']>[] = [
  {
    name: 'AMD Ryzen 7 5800X 8-Core Processor',
    vendor: 'AMD',
    physicalCores: 8,
    logicalCores: 16,
    baseGHz: 3.8,
  },
  {
    name: 'AMD Ryzen 9 7950X 16-Core Processor',
    vendor: 'AMD',
    physicalCores: 16,
    logicalCores: 32,
    baseGHz: 4.5,
  },
  {
    name: '12th Gen Intel(R) Core(TM) i5-12400',
    vendor: 'Intel',
    physicalCores: 6,
    logicalCores: 12,
    baseGHz: 2.5,
  },
  {
    name: 'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz',
    vendor: 'Intel',
    physicalCores: 6,
    logicalCores: 12,
    baseGHz: 3.2,
  },
];

/** Processors of laptops, whose cards stand beside no other. */
const laptops: NonNullable<Machine['cpu']>[] = [
  laptopCpu,
  {
    name: 'AMD Ryzen 7 5800H with Radeon Graphics',
    vendor: 'AMD',
    physicalCores: 8,
    logicalCores: 16,
    baseGHz: 3.2,
  },
];

/** The processors beside which a GPU stands: those of laptops only where no other has it. */
function hostsOf(entry: Hardware, os: Os): NonNullable<Machine['cpu']>[] {
  const have = (all: typeof hosts) =>
    all.filter((cpu) => strangerIn(entry, { os, cpu, gpus: [], memoryBytes: null }) === null);
  const desktops = have(hosts);
  return desktops.length > 0 ? desktops : have(laptops);
}

/** A processor of the catalogue; its cores follow from its peak where nothing else is known. */
export function processor({
  name,
  vendor,
  fp32Tflops,
  cores: listed,
}: Hardware): NonNullable<Machine['cpu']> {
  const [host] = hosts.filter((one) => resolveHardware(one.name, 'cpu')?.name === name);
  if (host !== undefined) return host;
  const baseGHz = 3.5;
  const byPeak = Math.max(2, Math.round(((fp32Tflops?.value ?? 0.5) * 1000) / (AVX2_FLOPS * 4.8)));
  const cores = listed?.value ?? readProduct(name, 'cpu')?.countedCores ?? byPeak;
  return { name, vendor, physicalCores: cores, logicalCores: 2 * cores, baseGHz };
}

const NVIDIA_BRANCH = 570;

/** Whether the driver of all modelled cards runs this one: not those before Maxwell. */
function isDriven(entry: Hardware): boolean {
  const { firstDriver, lastDriver } = architectureOf(entry) ?? {};
  const first = firstDriverOf(entry)?.branch ?? firstDriver ?? NVIDIA_BRANCH;
  return first <= NVIDIA_BRANCH && (lastDriver ?? NVIDIA_BRANCH) >= NVIDIA_BRANCH;
}

export function card(name: string, vendor: string, memoryGB: number): Machine['gpus'][number] {
  const driver =
    { NVIDIA: `${NVIDIA_BRANCH}.124.06`, AMD: '25.10.2', Intel: '32.0.101.6734' }[vendor] ?? null;
  return { name, vendor, vramBytes: Math.round(memoryGB * GIB), driver, cores: null };
}

function knownGpu(random: Random, entry: Hardware): Machine {
  const memoryGB = entry.memoryGB?.value ?? 8;
  const os = random.pick([linux, linux, random.pick(windowses)]);
  return {
    os,
    cpu: random.pick(hostsOf(entry, os)),
    gpus: [card(entry.name, entry.vendor, memoryGB)],
    memoryBytes: random.pick([16, 32, 64, 128]) * GIB,
  };
}

/** A chip of Apple in the catalogue: its name and the number of its GPU cores. */
const appleName = /^(Apple M\d(?: \w+)?) \((\d+)-core GPU\)$/;

/** Apple's chips report their name without the number of GPU cores, which stands beside it. */
export function appleChip(entry: Hardware): Machine {
  const [, chip, cores] = appleName.exec(entry.name)!;
  return {
    os: macos,
    cpu: { name: chip!, vendor: 'Apple', physicalCores: 8, logicalCores: 8, baseGHz: null },
    gpus: [{ name: chip!, vendor: 'Apple', vramBytes: null, driver: null, cores: Number(cores) }],
    memoryBytes: 16 * GIB,
  };
}

function knownMachine(random: Random, entry: Hardware): Machine {
  if (entry.kind === 'soc') return appleChip(entry);
  if (entry.kind === 'gpu') return knownGpu(random, entry);
  const memoryBytes = random.pick([16, 32, 64]) * GIB;
  return { os: random.pick([linux, random.pick(windowses)]), cpu: processor(entry), gpus: [], memoryBytes };
}

const listed = hardware.filter(
  (entry) =>
    entry.fp32Tflops !== null &&
    ((entry.kind === 'gpu' && isDriven(entry) && hostsOf(entry, linux).length > 0) ||
      entry.kind === 'cpu' ||
      (entry.kind === 'soc' && appleName.test(entry.name))),
);

/** By kind, because the catalogue lists a hundred times as many processors as chips of Apple. */
const kinds = [...Map.groupBy(listed, ({ kind }) => kind).values()];

/** The devices of each kind that suit, remembered by purpose. */
const suiting = new Map<Suits, Hardware[][]>();

function kindsThat(suits: Suits): Hardware[][] {
  const known = suiting.get(suits);
  if (known !== undefined) return known;
  const found = kinds.map((entries) => entries.filter(suits)).filter(({ length }) => length > 0);
  suiting.set(suits, found);
  return found;
}

/**
 * A machine with a device of the catalogue.
 * @param suits Of which devices one is drawn; at least one of them must be modelled.
 */
export function drawKnown(random: Random, suits?: Suits): Model {
  const entry = random.pick(random.pick(suits === undefined ? kinds : kindsThat(suits)));
  const machine = knownMachine(random, entry);
  const kind = entry.kind === 'cpu' ? 'cpu' : 'gpu';
  return {
    machine,
    kind,
    name: kind === 'cpu' ? machine.cpu!.name : machine.gpus[0]!.name,
    known: true,
    peakOf: (dtype) => peakTflops(entry, kind, dtype)?.value ?? null,
    tdpW: entry.tdpW?.value ?? null,
    bandwidthGBs: entry.bandwidthGBs?.value ?? null,
    tickNs: tickOf(machine),
  };
}

/** A name in the maker's style with a number that no product has. */
function inventedName(random: Random, kind: DeviceKind, vendor: 'NVIDIA' | 'AMD' | 'Intel'): string {
  const number = random.whole(1000, 9999);
  if (kind === 'cpu')
    return vendor === 'AMD'
      ? `AMD EPYC 0${number} Processor`
      : `Intel(R) Xeon(R) Platinum 0${number} CPU @ 2.50GHz`;
  if (vendor === 'NVIDIA') return `NVIDIA RTX 0${number} Embedded`;
  return vendor === 'AMD' ? `AMD Radeon Pro 0${number}` : `Intel(R) Arc(TM) Pro 0${number}`;
}

/** A machine with a device that the catalogue does not list, whose peak is drawn. */
export function drawUnknown(random: Random): Model {
  const kind = random.pick(['cpu', 'gpu'] as const);
  const vendor =
    kind === 'cpu'
      ? random.pick(['AMD', 'Intel'] as const)
      : random.pick(['NVIDIA', 'AMD', 'Intel'] as const);
  const name = inventedName(random, kind, vendor);
  const cores = random.pick([4, 8, 16, 32, 64]);
  const baseGHz = random.pick([2, 2.5, 3]);
  const onCpu = kind === 'cpu';
  const peak = onCpu ? (cores * baseGHz * 1.2 * AVX2_FLOPS) / 1000 : random.logUniform(1.5, 100);
  return {
    machine: {
      os: linux,
      cpu: onCpu
        ? { name, vendor, physicalCores: cores, logicalCores: 2 * cores, baseGHz }
        : random.pick(hosts),
      gpus: onCpu ? [] : [card(name, vendor, random.pick([8, 16, 24, 48]))],
      memoryBytes: random.pick([16, 32, 64, 128]) * GIB,
    },
    kind,
    name,
    known: false,
    peakOf: (dtype) => {
      if (dtype === 'float32') return peak;
      return onCpu || dtype === 'tf32' ? null : 2 * peak;
    },
    tdpW: null,
    bandwidthGBs: null,
    tickNs: 1,
  };
}
