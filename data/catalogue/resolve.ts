/** @file Raw device strings, as drivers and operating systems print them, to catalogue entries. */
import type { Hardware } from '../contract/catalogue.ts';
import type { DeviceKind } from '../contract/words.ts';
import { hardware } from './index.ts';

/** What a raw name is compared by: letters and digits only, so that "RTX-2070" and "rtx 2070" are one name. */
export function comparable(name: string): string {
  return name
    .replace(/\((?:r|tm|c)\)|[®™©]/giu, ' ')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9+]+/g, ' ')
    .trim();
}

/** A raw name without what systems add to it: maker, generation, clock, core count, driver. */
function withoutDecoration(name: string): string {
  return name
    .replace(/\((?:r|tm|c)\)|[®™©]/giu, ' ')
    .replace(/\s@?\s*\d+(?:\.\d+)?\s*ghz\b/giu, ' ')
    .replace(/\((?:radv|aco|llvm|cfl|kbl|adl|rpl|dg\d|bmg|0x)[^)]*\)/giu, ' ')
    .replace(/^\s*(?:mesa\s+)?(?:\d+th gen\b|gen\b)?/iu, ' ')
    .replace(/\b(?:nvidia(?: corporation)?|amd|intel|apple|advanced micro devices,? inc\.?)\s/giu, ' ')
    .replace(/\b\d+-core processor\b/giu, ' ')
    .replace(/\/pcie\/sse2|\brev\. \w\b/giu, ' ')
    .replace(/\b(?:cpu|processor)\b/giu, ' ');
}

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
