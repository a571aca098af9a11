/** @file Starts the engine in Node: Dawn, a device, and the choices kept from earlier runs. */
import type { Device } from '../../../data/contract/cell.ts';
import type { Backend } from '../compiled/backend.ts';
import { toDevice } from './adapter.ts';
import { openChoices } from './choices-file.ts';
import { openDawn } from './dawn.ts';
import { createBackend } from './device/backend.ts';
import { openDevice } from './device/device.ts';

export type Started =
  | { available: true; backend: Backend; device: Device }
  | { available: false; reason: string; remedy: string };

/** @param wanted Name of the GPU; null for the fastest. */
export async function startWebgpu(wanted: string | null = null): Promise<Started> {
  const opened = await openDawn(process.platform, wanted);
  if (!opened.adapter) return { available: false, reason: opened.reason, remedy: opened.remedy };
  const device = await openDevice(opened.adapter);
  return {
    available: true,
    backend: createBackend(device, openChoices(opened.adapter.info)),
    device: toDevice(opened.adapter.info, opened.api),
  };
}
