/**
 * @file Power of AMD and Intel GPUs under Linux, from the counters of their drivers in the kernel's hwmon files.
 *
 * amdgpu has `power1_input` (at this moment) or `power1_average`, in microwatts; of a GPU in a processor both include the
 * CPU (kernel documentation, "GPU Power/Thermal Controls and Monitoring"). xe and i915 count `energy*_input` in microjoules,
 * of discrete GPUs alone; xe labels that of the board "card" and that of the chip "pkg" (Documentation/ABI/testing,
 * sysfs-driver-intel-xe-hwmon and sysfs-driver-intel-i915-hwmon).
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { performanceClock } from '../measure/clock.ts';
import { type Board, toAddress } from '../protocol/board.ts';
import { namesIn, readText } from '../system/files.ts';
import { EVERY_MS, energyMeter, readCount, startReading } from './energy.ts';
import { asWatts, type Meter } from './meter.ts';

/** Makers by their PCI numbers. */
const makers = { AMD: '0x1002', Intel: '0x8086' } as const;
export type HwmonMaker = keyof typeof makers;

/** A GPU that the kernel drives. */
interface Card {
  /** Its folder of PCI. */
  folder: string;
  address: string | null;
  driver: string;
}

const read = (...path: string[]): string => readText(join(...path))?.trim() ?? '';

function cardsOf(root: string, maker: HwmonMaker): Card[] {
  return namesIn(root)
    .filter((name) => /^card\d+$/.test(name))
    .toSorted()
    .flatMap((name) => {
      const folder = join(root, name, 'device');
      if (read(folder, 'vendor').toLowerCase() !== makers[maker]) return [];
      const uevent = read(folder, 'uevent');
      const [, driver = 'its driver'] = /^DRIVER=(.+)$/m.exec(uevent) ?? [];
      return [{ folder, address: toAddress(/^PCI_SLOT_NAME=(.+)$/m.exec(uevent)?.[1] ?? ''), driver }];
    });
}

/** The mean of amdgpu is made by the firmware, over a time that no file tells; NVML's spans as long. */
const powers = [
  { file: 'power1_input', windowMs: EVERY_MS },
  { file: 'power1_average', windowMs: 1000 },
] as const;

const MICROWATTS = 1e6;

/** Percent of time in which the GPU computed, as amdgpu counts it. */
async function busyShare({ folder }: Card): Promise<number | null> {
  const percent = read(folder, 'gpu_busy_percent');
  return /^\d{1,3}$/.test(percent) && Number(percent) <= 100 ? Number(percent) / 100 : null;
}

/** The counter of the whole board, or the first one. */
function energyFile(hwmon: string): string | null {
  const files = namesIn(hwmon)
    .filter((name) => /^energy\d+_input$/.test(name))
    .toSorted();
  const ofBoard = files.find((name) => read(hwmon, name.replace('input', 'label')) === 'card');
  const file = ofBoard ?? files[0];
  return file === undefined ? null : join(hwmon, file);
}

/** The meters of a folder of hwmon, the best first. */
function metersIn(hwmon: string, card: Card): Meter[] {
  // Only the graphics of a processor have a voltage of its northbridge.
  const scope = existsSync(join(hwmon, 'in1_input')) ? 'package' : 'gpu';
  const readUtilization = () => busyShare(card);
  const energy = energyFile(hwmon);
  const name = `hwmon of ${card.driver}`;
  const counters = energy === null ? [] : [{ file: energy, rangeMicrojoules: null }];
  return [
    ...(counters.length === 0
      ? []
      : [energyMeter(counters, { source: 'hwmon-energy' as const, scope, name, readUtilization })]),
    ...powers.flatMap(({ file, windowMs }): Meter[] =>
      existsSync(join(hwmon, file))
        ? [{ ...powerMeter(join(hwmon, file), name), scope, windowMs, readUtilization }]
        : [],
    ),
  ];
}

function powerMeter(file: string, name: string): Pick<Meter, 'source' | 'name' | 'start'> {
  return {
    source: 'hwmon-power',
    name,
    start: (onReading, onLost) =>
      startReading(
        name,
        () => {
          const microwatts = readCount(file, 'microwatts');
          const watts = asWatts(microwatts / MICROWATTS, `${microwatts} microwatts`);
          onReading({ atNs: performanceClock.nowNs(), watts });
        },
        onLost,
      ),
  };
}

const whyNone: Record<HwmonMaker, string> = {
  AMD: 'an older kernel, a virtual machine or a container may hide it',
  Intel: 'it has one for cards, not for the graphics of a processor',
};

/**
 * The meters of the GPU on a board, the best first, or the reason why there are none. Without an address, that of the only
 * GPU of its maker.
 * @param root Folder of the kernel's GPUs.
 */
export function hwmonMeters(root: string, maker: HwmonMaker, board: Board | null): Meter[] | string {
  const cards = cardsOf(root, maker);
  if (cards.length === 0) return `the kernel shows no GPU of ${maker} here (${root})`;
  const address = board?.address ?? null;
  const [card, ...others] = address === null ? cards : cards.filter((one) => one.address === address);
  if (card === undefined) return `the kernel shows this GPU of ${maker} under no address (${root})`;
  if (others.length > 0) {
    return `there are ${cards.length} GPUs of ${maker}, and it is unknown which of them computes`;
  }
  const folders = namesIn(join(card.folder, 'hwmon')).map((name) => join(card.folder, 'hwmon', name));
  const meters = folders.flatMap((hwmon) => metersIn(hwmon, card));
  if (meters.length > 0) return meters;
  return `${card.driver} shows no counter of power for this GPU: ${whyNone[maker]}`;
}
