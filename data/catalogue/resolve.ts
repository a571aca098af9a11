/** @file Resolves raw device names of drivers and operating systems to catalogue entries. */
import type { Hardware } from '../contract/catalogue.ts';
import type { DeviceKind } from '../contract/words.ts';
import { comparable, withoutDecoration } from '../derive/device-names.ts';
import { hardware } from './index.ts';

const byName = new Map<string, Hardware>();
for (const entry of hardware) {
  for (const name of [entry.name, ...entry.aliases]) byName.set(comparable(name), entry);
}

/** Tries the name, then the name without decoration, then the marketing name that lspci prints after the chip: "AD104 [GeForce ...]". */
function lookUp(name: string): Hardware | null {
  const inBrackets = /\[([^\]]+)\]/.exec(name)?.[1];
  const candidates = [name, withoutDecoration(name), ...(inBrackets ? [withoutDecoration(inBrackets)] : [])];
  const [found] = candidates.flatMap((candidate) => byName.get(comparable(candidate)) ?? []);
  return found ?? null;
}

/**
 * The catalogue entry for a raw device name; null if it matches none or more than one.
 * Apple reports only the chip ("Apple M1 Max"), which matches several entries: `gpuCores` selects one.
 */
export function resolveHardware(name: string, kind: DeviceKind, gpuCores: number | null): Hardware | null {
  const found = lookUp(name) ?? (gpuCores === null ? null : lookUp(`${name} ${gpuCores}-core GPU`));
  if (found === null) return null;
  const holdsIt = found.kind === kind || found.kind === 'soc' || found.kind === 'apu';
  return holdsIt ? found : null;
}
