/** @file How much memory a device has for what is computed. */
import type { Device } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';

/** The rest belongs to the system, to the screen and to copies that an engine makes. */
const USABLE_SHARE = 0.8;

/** Bytes that a computation may take: of the graphics card, or of the machine where both share it; null where unknown. */
export function deviceMemoryBytes(device: Device, machine: Machine): number | null {
  const own = device.kind === 'gpu' && !device.software ? videoMemoryBytes(device, machine) : null;
  const bytes = own ?? machine.memoryBytes;
  return bytes === null ? null : bytes * USABLE_SHARE;
}

/** Whether it is known that running out of the device's memory leaves the machine's alone. */
export function hasOwnMemory(device: Device, machine: Machine): boolean {
  return device.kind === 'gpu' && !device.software && videoMemoryBytes(device, machine) !== null;
}

/** Of the GPU with the device's name, else of the only one. */
function videoMemoryBytes({ name }: Device, { gpus }: Machine): number | null {
  const gpu = gpus.find((one) => one.name === name) ?? (gpus.length === 1 ? gpus[0] : undefined);
  return gpu?.vramBytes ? gpu.vramBytes : null;
}
