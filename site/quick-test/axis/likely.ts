/** @file The chips that a GPU may be, from what the browser tells of it and from how fast it was. Pure. */
import { comparable, shortName } from '../../../data/derive/device-names.ts';
import type { Chip } from '../../find/chip.ts';
import type { Measurable } from '../device/device.ts';
import { isOfFamily } from '../device/families.ts';

/** As many are offered at once. */
const MOST = 8;

/** GPUs run above the boost clock that their peak is rated for, as long as they stay cool; hardly above this multiple. */
const ABOVE_PEAK = 1.15;

/**
 * The chip with the name that the browser tells, then those of the family whose peak the result does not exceed, the nearest
 * peak first. Empty for a CPU, of which no browser tells anything, and for a software adapter.
 * @param tflops The fastest float32 product; null if there is none
 */
export function likelyChips(chips: readonly Chip[], measured: Measurable, tflops: number | null): Chip[] {
  if (measured.kind === 'cpu' || measured.device.software) return [];
  const { device, facts } = measured;
  const gpus = chips.filter(({ kind, tflops }) => kind !== 'cpu' && tflops !== null);
  const named = gpus.filter((chip) => isCalled(chip, device.name));
  const family = gpus
    .filter((chip) => isOfFamily(chip, facts) && chip.tflops! * ABOVE_PEAK >= (tflops ?? 0))
    .toSorted((a, b) => a.tflops! - b.tflops!);
  if (named.length > 0) return named.slice(0, MOST);
  return facts.vendor === '' ? [] : family.slice(0, MOST);
}

/** Whether the catalogue has the name with what tells variants apart: "Apple M1 Max (32-core GPU)", "RTX 3060 12GB". */
function isCalled({ name }: Chip, told: string): boolean {
  const bare = (text: string) =>
    comparable(
      shortName(text)
        .replace(/\(\d+-core GPU\)$/, '')
        .replace(/ \d+ ?GB$/, ''),
    );
  return bare(name) === bare(told);
}
