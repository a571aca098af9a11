/** @file The memory that a device has available for computing. */
import type { Device } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';

/** The rest is left for the system, the display and copies made by an engine. */
const USABLE_SHARE = 0.8;

/** Bytes that a computation may use without trouble for the rest of the machine; null if unknown. */
export function deviceMemoryBytes(device: Device, machine: Machine): number | null {
  const bytes = wholeMemoryBytes(device, machine);
  return bytes === null ? null : bytes * USABLE_SHARE;
}

/** All bytes of memory of the GPU, or of the machine if they share it; null if unknown. */
export function wholeMemoryBytes(device: Device, machine: Machine): number | null {
  const own = device.kind === 'gpu' && !device.software ? videoMemoryBytes(device, machine) : null;
  return own ?? machine.memoryBytes;
}

/** Whether the device is known to have separate memory, so that running out of it does not affect the machine. */
export function hasOwnMemory(device: Device, machine: Machine): boolean {
  return device.kind === 'gpu' && !device.software && videoMemoryBytes(device, machine) !== null;
}

/** Video memory of the GPU with the device's name, or of the only GPU. */
function videoMemoryBytes({ name }: Device, { gpus }: Machine): number | null {
  const gpu = gpus.find((one) => one.name === name) ?? (gpus.length === 1 ? gpus[0] : undefined);
  return gpu?.vramBytes ? gpu.vramBytes : null;
}
