/** @file Resolves the device of a cell to a catalogue entry, from its raw name and the description of the machine. */

import { resolveHardware } from '../../data/catalogue/resolve.ts';
import type { Hardware } from '../../data/contract/catalogue.ts';
import type { Device } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';

/** GPU cores of the chip, which Apple's names omit; null if the machine reports no count or several different ones. */
function gpuCores(machine: Machine): number | null {
  const counts = new Set(machine.gpus.flatMap((gpu) => (gpu.cores === null ? [] : [gpu.cores])));
  return counts.size === 1 ? [...counts][0]! : null;
}

/**
 * The catalogue entry of the device; null if its name matches none or more than one. A software GPU never matches,
 * whatever its name is. `machine` is null for published values.
 */
export function hardwareOf(device: Device, machine: Machine | null): Hardware | null {
  if (device.software) return null;
  return resolveHardware(device.name, device.kind, machine === null ? null : gpuCores(machine));
}

/** `hardwareOf` for the cells of one machine, which repeat a few devices: each is looked up once. */
export function hardwareIn(machine: Machine): (device: Device) => Hardware | null {
  const known = new Map<string, Hardware | null>();
  return (device) => {
    const key = JSON.stringify(device);
    const found = known.get(key);
    if (found !== undefined) return found;
    const hardware = hardwareOf(device, machine);
    known.set(key, hardware);
    return hardware;
  };
}
