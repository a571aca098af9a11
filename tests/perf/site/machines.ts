/** @file Draws machines of the catalogue: popular chips often, others now and then, and each configuration for several owners. */
import { hardware } from '../../../data/catalogue/index.ts';
import { resolveHardware } from '../../../data/catalogue/resolve.ts';
import type { Hardware } from '../../../data/contract/catalogue.ts';
import type { Machine } from '../../../data/contract/submission.ts';
import type { DeviceKind, DType } from '../../../data/contract/words.ts';
import { peakTflops } from '../../../data/derive/rate.ts';
import { appleChip, card, processor } from '../../../ingest/testing/fuzz/machines.ts';
import type { Random } from '../../../ingest/testing/random.ts';

/** One device of a machine, on which cells are measured. */
export interface Place {
  machine: Machine;
  kind: DeviceKind;
  /** Raw name. */
  name: string;
  /** Peak in TFLOP/s; null if the device does not have the dtype. */
  peakOf(dtype: DType): number | null;
  /** In GB/s; 0 if unknown. */
  bandwidthGBs: number;
  /** Rated power in watts; null if unknown. */
  tdpW: number | null;
}

const GIB = 2 ** 30;

const systems: readonly Machine['os'][] = [
  { platform: 'linux', name: 'Ubuntu', version: '24.04.3 LTS', arch: 'x64' },
  { platform: 'linux', name: 'Debian GNU/Linux', version: '13', arch: 'x64' },
  { platform: 'win32', name: 'Microsoft Windows 11 Pro', version: '10.0.26100', arch: 'x64' },
];

const named = (kind: Hardware['kind'], pattern: RegExp) =>
  hardware.filter((one) => one.kind === kind && one.fp32Tflops !== null && pattern.test(one.name));

const processors = named(
  'cpu',
  /^(AMD Ryzen [579] [3579]\d00X?(3D)?|Intel Core i[579]-(8|9|10|11|12|13|14)[46789]00K?F?)$/,
);
const cards = named(
  'gpu',
  /^(NVIDIA GeForce (RTX [2345]0[5-9]0|GTX 1[06][5-8]0)( Ti)?( SUPER)?( \d+GB)?|AMD Radeon RX [679]\d[05]0( XTX?)?|Intel Arc [AB]\d{3}|NVIDIA (H100 PCIe|A100 PCIe 40GB|L40S|T4))$/,
);
const chips = named('soc', /^Apple M\d( \w+)? \(\d+-core GPU\)$/);
const others = named('gpu', /./).concat(named('cpu', /./));

/** The first ones of a list often, the last ones rarely. */
const popular = <Value>(random: Random, values: readonly Value[]): Value =>
  values[Math.floor(values.length * random.uniform() ** 2.5)]!;

function desktop(random: Random, entry: Hardware | null, host: Hardware): Machine {
  return {
    os: random.pick(systems),
    cpu: processor(host),
    gpus: entry === null ? [] : [card(entry.name, entry.vendor, entry.memoryGB?.value ?? 8)],
    memoryBytes: random.pick([16, 32, 32, 64]) * GIB,
  };
}

/** A chip of Apple with one of the numbers of CPU cores that it is sold with. */
function mac(random: Random, entry: Hardware): Machine {
  const machine = appleChip(entry);
  const sold = named('cpu', /^Apple M/).filter(({ name }) => name.startsWith(`${machine.cpu!.name} (`));
  const cores = sold.map(({ name }) => Number(/\((\d+)-core/.exec(name)![1]));
  const physicalCores = cores.length === 0 ? machine.cpu!.physicalCores : random.pick(cores);
  return { ...machine, cpu: { ...machine.cpu!, physicalCores, logicalCores: physicalCores } };
}

const baseline = hardware.find(({ id }) => id === 'intel-core-i7-8700')!;
const usual = hardware.find(({ name }) => name === 'NVIDIA GeForce RTX 4070 SUPER')!;

/** The machine whose results are 1.0x, with a graphics card as most have. */
export const baselineMachine = (random: Random): Machine => desktop(random, usual, baseline);

/** A machine; popular ones are drawn again and again. */
export function drawMachine(random: Random): Machine {
  const kind = random.uniform();
  if (kind < 0.2) return mac(random, popular(random, chips));
  if (kind < 0.75) return desktop(random, popular(random, cards), popular(random, processors));
  if (kind < 0.88) return desktop(random, null, popular(random, processors));
  const rare = random.pick(others);
  return rare.kind === 'cpu'
    ? desktop(random, null, rare)
    : desktop(random, rare, popular(random, processors));
}

/** TFLOP/s in float32 and GB/s of a processor about which the catalogue does not tell them. */
const USUAL_CPU_TFLOPS = 0.8;
const USUAL_CPU_GBS = 60;

/** The devices of a machine. */
export function placesOf(machine: Machine): Place[] {
  const [gpu] = machine.gpus;
  const cpuEntry = resolveHardware(machine.cpu!.name, 'cpu', { cpuCores: machine.cpu!.physicalCores });
  const cpu: Place = {
    machine,
    kind: 'cpu',
    name: machine.cpu!.name,
    peakOf: (dtype) =>
      dtype === 'float32' ? (peakTflops(cpuEntry, 'cpu', dtype)?.value ?? USUAL_CPU_TFLOPS) : null,
    bandwidthGBs: cpuEntry?.bandwidthGBs?.value ?? USUAL_CPU_GBS,
    tdpW: cpuEntry?.tdpW?.value ?? null,
  };
  if (gpu === undefined) return [cpu];
  const entry = resolveHardware(gpu.name, 'gpu', { gpuCores: gpu.cores, memoryBytes: gpu.vramBytes });
  return [
    {
      machine,
      kind: 'gpu',
      name: gpu.name,
      peakOf: (dtype) => peakTflops(entry, 'gpu', dtype)?.value ?? null,
      bandwidthGBs: entry?.bandwidthGBs?.value ?? 0,
      tdpW: entry?.tdpW?.value ?? null,
    },
    cpu,
  ];
}

/** What a browser tells of a machine. */
export const inBrowser = ({ gpus }: Machine): Machine => ({
  os: { platform: 'win32', name: 'Windows', version: null, arch: 'unknown' },
  cpu: null,
  gpus: gpus.map((gpu) => ({ ...gpu, vramBytes: null, driver: null })),
  memoryBytes: null,
});
