/** @file Which native results stand beside that of a browser: those of the same chip, and of the chips next to it. Pure. */
import type { NativeMark } from './mark.ts';

/** Devices that are shown on each side. */
const EACH_SIDE = 3;

/** One mark a device, that of its fastest engine; `marks` are fastest first. */
export function fastestOfEach(marks: readonly NativeMark[]): NativeMark[] {
  const devices = new Map<string, NativeMark>();
  for (const mark of marks) {
    const device = `${mark.hardware}/${mark.cpu}`;
    if (!devices.has(device)) devices.set(device, mark);
  }
  return [...devices.values()];
}

/** Evenly spaced items of a sorted list, including the first and the last. */
export function thin<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!);
}

export interface Standing {
  /** Of the chip itself, one for each engine, fastest first; empty if it has no native result or is not known. */
  own: NativeMark[];
  /** The devices of the same kind next to it, and the fastest of all, fastest first. */
  others: NativeMark[];
  /** Devices of the same kind with a native result, without the chip itself, and how many of them exceed the value. */
  compared: number;
  faster: number;
}

/**
 * @param marks Native results of a part, fastest first
 * @param value The browser's result
 * @param hardware Id of the chip; null if it is not known
 */
export function standingOf(
  marks: readonly NativeMark[],
  value: number,
  hardware: string | null,
  cpu: boolean,
): Standing {
  const ofKind = marks.filter((mark) => mark.cpu === cpu);
  const own = hardware === null ? [] : ofKind.filter((mark) => mark.hardware === hardware);
  const devices = fastestOfEach(ofKind.filter((mark) => !own.includes(mark)));
  const center = own[0]?.value ?? value;
  const above = devices.filter((mark) => mark.value > center);
  const below = devices.filter((mark) => mark.value <= center);
  return {
    own,
    others: [...new Set([...devices.slice(0, 1), ...above.slice(-EACH_SIDE), ...below.slice(0, EACH_SIDE)])],
    compared: devices.length,
    faster: devices.filter((mark) => mark.value > value).length,
  };
}
