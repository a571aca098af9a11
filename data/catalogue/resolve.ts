/** @file Raw device strings, as drivers and operating systems print them, to catalogue entries. */
import type { Hardware } from '../contract/catalogue.ts';
import type { DeviceKind } from '../contract/words.ts';
import { comparable, withoutDecoration } from '../derive/device-names.ts';
import { hardware } from './index.ts';

const byName = new Map<string, Hardware>();
for (const entry of hardware) {
  for (const name of [entry.name, ...entry.aliases]) byName.set(comparable(name), entry);
}

/** The name itself, then without decoration, then the marketing name that lspci puts behind the chip: "AD104 [GeForce ...]". */
function lookUp(name: string): Hardware | null {
  const inBrackets = /\[([^\]]+)\]/.exec(name)?.[1];
  const candidates = [name, withoutDecoration(name), ...(inBrackets ? [withoutDecoration(inBrackets)] : [])];
  const [found] = candidates.flatMap((candidate) => byName.get(comparable(candidate)) ?? []);
  return found ?? null;
}

/**
 * The catalogue entry that a raw device name means, or null where it means none or more than one.
 * Apple prints the chip alone ("Apple M1 Max"), which names several entries: `gpuCores` tells them apart.
 */
export function resolveHardware(name: string, kind: DeviceKind, gpuCores: number | null): Hardware | null {
  const found = lookUp(name) ?? (gpuCores === null ? null : lookUp(`${name} ${gpuCores}-core GPU`));
  if (found === null) return null;
  const holdsIt = found.kind === kind || found.kind === 'soc' || found.kind === 'apu';
  return holdsIt ? found : null;
}
