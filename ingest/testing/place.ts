/** @file Where an engine computes on a machine, by the catalogue, and a processor of laptops. */
import { findEngine } from '../../data/catalogue/index.ts';
import type { Device } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';
import type { DeviceKind, EngineId } from '../../data/contract/words.ts';

/** How the device of a machine is named in a cell of an engine; null if the engine has no place there. */
export function deviceFor(
  { machine, kind, name }: { machine: Machine; kind: DeviceKind; name: string },
  engine: EngineId,
): Device | null {
  const vendor = kind === 'cpu' ? machine.cpu!.vendor : machine.gpus[0]!.vendor;
  const place = findEngine(engine).places.find(
    ({ kind: one, api, platforms, vendors }) =>
      one === kind &&
      api !== 'unknown' &&
      platforms.includes(machine.os.platform) &&
      (vendors === null || vendors.some((maker) => maker === vendor)),
  );
  return place === undefined ? null : { kind, api: place.api, name, software: false };
}

/** A processor of the laptops that have large cards. */
export const laptopCpu: NonNullable<Machine['cpu']> = {
  name: '13th Gen Intel(R) Core(TM) i9-13900HX',
  vendor: 'Intel',
  physicalCores: 24,
  logicalCores: 32,
  baseGHz: 2.2,
};
