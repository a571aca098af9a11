/** @file Finds the power meter of each device and measures its idle power. */
import type { Cell, Device } from '../../data/contract/cell.ts';
import { findMeter } from '../power/index.ts';
import type { Meter } from '../power/meter.ts';
import { measureIdle } from '../power/recorder.ts';
import type { Board } from '../protocol/board.ts';

export interface Metered {
  meter: Meter;
  /** Mean watts before the run; null if there were no readings. */
  idleWatts: number | null;
}

/** Returns a function from a cell to the meter of its device; null for a device without one, which is measured anyway. */
export async function findMeters(
  devices: readonly Device[],
  boardOf: (device: Device) => Board | null,
  idleSeconds: number,
  signal: AbortSignal,
): Promise<(cell: Pick<Cell, 'device'>) => Metered | null> {
  const idOf = ({ kind, api, name, index }: Device) => [kind, api, name, index].join('/');
  const metered = new Map<string, Metered | null>();
  for (const device of devices) {
    if (metered.has(idOf(device)) || signal.aborted) continue;
    const { meter } = await findMeter(device, {}, boardOf(device));
    metered.set(idOf(device), meter && { meter, idleWatts: await measureIdle(meter, idleSeconds, signal) });
  }
  return ({ device }) => metered.get(idOf(device)) ?? null;
}
