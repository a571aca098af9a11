/** @file Power of an NVIDIA board through `nvidia-smi`; needs no special permissions. */
import { isGpuSlice, isSameBoard, vendorOf } from '../../data/derive/device-names.ts';
import { type Board, isSame, toAddress, toUuid } from '../protocol/board.ts';
import { readCommand } from '../system/ask.ts';
import { askNvidia } from '../system/nvidia-smi.ts';
import { commandMeter } from './command.ts';
import { asWatts, type Meter } from './meter.ts';

/**
 * What nvidia-smi can be asked for, the best first. Its query knows no counter of energy (nvidia-smi 610, manual). The
 * instant power came with later drivers than the mean, which since Ampere spans about one second (NVML documentation;
 * arXiv 2312.02741).
 */
const queries = [
  { field: 'power.draw.instant', windowMs: 100 },
  { field: 'power.draw', windowMs: 1000 },
] as const;

export interface Gpu {
  index: number;
  name: string;
  board: Board;
}

/** The GPUs that the driver lists; null if there is no driver or it does not respond in time. */
export async function listGpus(command: string, deadlineMs: number): Promise<Gpu[] | null> {
  const answer = await askNvidia(['index', 'name', 'uuid', 'pci.bus_id'], { command, deadlineMs });
  if (answer === null) return null;
  const gpus = answer.lines.flatMap((line) => {
    const [index = '', name = '', uuid = '', address = ''] = line.split(',').map((part) => part.trim());
    if (!/^\d+$/.test(index) || name === '') return [];
    const board = { uuid: toUuid(uuid), address: toAddress(address), nvidiaIndex: Number(index) };
    return [{ index: Number(index), name, board }];
  });
  return gpus.length === 0 && answer.problem !== null ? null : gpus;
}

/** The GPU on the board, else the only one with that name, or the only GPU at all; or the reason why none can be chosen. */
export function chooseGpu(
  gpus: readonly Gpu[],
  deviceName: string,
  wanted: Board | null = null,
): Gpu | string {
  if (isGpuSlice(deviceName))
    return `"${deviceName}" is a part of a GPU, and the meter covers the whole board, whose other parts may compute, too`;
  const known = wanted && gpus.find(({ board }) => isSame(board, wanted));
  if (known) return known;
  const named = gpus.filter(({ name }) => isSameBoard(name, deviceName));
  if (named.length === 1) return named[0]!;
  if (gpus.length === 1 && vendorOf(deviceName) === 'NVIDIA') return gpus[0]!;
  if (named.length > 1) {
    return `${named.length} GPUs are called "${deviceName}", and it is unknown which of them computes`;
  }
  return `nvidia-smi does not list a GPU "${deviceName}"`;
}

/** Percent of the last second in which a kernel ran (NVML), as a share; null if the board does not tell ("[N/A]", MIG). */
export function parseUtilization(output: string | null): number | null {
  const percent = /^\s*(\d{1,3})\s*$/.exec(output ?? '')?.[1];
  return percent === undefined || Number(percent) > 100 ? null : Number(percent) / 100;
}

/** "175.25", by some wrappers with a decimal comma or the unit. */
const wattsOnly = /^(-?\d+)(?:[.,](\d{1,2}))?(?: W)?$/;

/** The watts of a line; null for a warning about a board that works ("WARNING: infoROM is corrupted"). Throws for other text. */
function parseWatts(line: string): number | null {
  if (/^warning\b/i.test(line.trim())) return null;
  const [, whole, part = '0'] = wattsOnly.exec(line.trim()) ?? [];
  return asWatts(whole === undefined ? Number.NaN : Number(`${whole}.${part}`), line.trim());
}

/** The meters of a board, the best first. A driver that does not know one answers with text instead of watts. */
export function nvidiaMeters(command: string, { index }: Gpu): Meter[] {
  return queries.map(({ field, windowMs }) =>
    commandMeter({
      source: 'nvml-power',
      scope: 'gpu',
      name: 'nvidia-smi',
      windowMs,
      command,
      args: ['-i', String(index), `--query-gpu=${field}`, '--format=csv,noheader,nounits', '-lms', '100'],
      parser: () => parseWatts,
      readUtilization: async () =>
        parseUtilization(
          await readCommand(command, [
            ...['-i', String(index), '--query-gpu=utilization.gpu', '--format=csv,noheader,nounits'],
          ]),
        ),
    }),
  );
}
