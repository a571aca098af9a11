/** @file Resolves the device of a cell to a catalogue entry, from its raw name and the description of the machine. */

import { nearestHardware, resolveHardware } from '../../data/catalogue/resolve.ts';
import type { Clues } from '../../data/catalogue/resolver.ts';
import type { Hardware } from '../../data/contract/catalogue.ts';
import type { Device } from '../../data/contract/cell.ts';
import type { Machine } from '../../data/contract/submission.ts';
import { remembered } from '../../data/derive/cells/shared.ts';
import { readProduct } from '../../data/derive/product/product-name.ts';
import { rememberedText } from '../../data/derive/remembered-text.ts';

type Gpu = Machine['gpus'][number];

/** The only one of several equal values; null if there are different ones, or none. */
function only<Value>(values: readonly (Value | null)[]): Value | null {
  const different = new Set(values.filter((value) => value !== null));
  return different.size === 1 ? [...different][0]! : null;
}

const productOf = rememberedText((name) => readProduct(name)?.key ?? null);

/** The GPUs of the machine that have the name; drivers, systems and engines spell one product differently. */
function namesakes({ index, name }: Device, { gpus }: Machine): readonly Gpu[] {
  const key = productOf(name);
  const isNamed = (gpu: Gpu) => gpu.name === name || (key !== null && productOf(gpu.name) === key);
  const numbered = index === undefined ? undefined : gpus[index];
  return numbered !== undefined && isNamed(numbered) ? [numbered] : gpus.filter(isNamed);
}

/** What the machine tells of the device; nothing for published values, which have no machine. */
function cluesOf(device: Device, machine: Machine | null): Clues {
  if (machine === null) return {};
  if (device.kind === 'cpu') return { cpuCores: machine.cpu?.physicalCores ?? null };
  return {
    gpuCores: only(machine.gpus.map(({ cores }) => cores)),
    memoryBytes: only(namesakes(device, machine).map(({ vramBytes }) => vramBytes)),
  };
}

/**
 * The catalogue entry of the device; null if its name matches none or several that the machine does not tell apart. A
 * software GPU never matches, whatever its name is. `machine` is null for published values.
 */
export function hardwareOf(device: Device, machine: Machine | null): Hardware | null {
  if (device.software) return null;
  return resolveHardware(device.name, device.kind, cluesOf(device, machine));
}

/** Names of at most three catalogue entries that an unresolved device may be. */
export const likelyNames = ({ name, kind }: Device): string[] =>
  nearestHardware(name, kind).map((entry) => entry.name);

/** `hardwareOf` for the cells of one machine, which repeat a few devices: each is looked up once. */
export const hardwareIn = remembered((machine: Machine) =>
  remembered((device: Device) => hardwareOf(device, machine)),
);
