/** @file Which catalogue entry computed a cell: the raw device name, helped by what the machine says of itself. */

import { resolveHardware } from '../../data/catalogue/resolve.ts';
import type { Hardware } from '../../data/contract/catalogue.ts';
import type { Device } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';

/** GPU cores of the chip, which Apple's names leave out; null where the machine does not tell or tells two counts. */
function gpuCores(machine: Machine): number | null {
  const counts = new Set(machine.gpus.flatMap((gpu) => (gpu.cores === null ? [] : [gpu.cores])));
  return counts.size === 1 ? [...counts][0]! : null;
}

/**
 * The entry of the device, or null where its name means none or more than one. A software adapter is no GPU of the
 * catalogue, whatever it calls itself. `machine` is null for published values.
 */
export function hardwareOf(device: Device, machine: Machine | null): Hardware | null {
  if (device.software) return null;
  return resolveHardware(device.name, device.kind, machine === null ? null : gpuCores(machine));
}
