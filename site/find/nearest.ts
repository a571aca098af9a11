/** @file For a chip without results: the chip with results that is most like it, and why. Pure. */
import { formatNumber } from '../rows/format.ts';
import { type Chip, partOf } from './chip.ts';
import { familyOf } from './family.ts';

/** Families of chips that were asked for: pages of all chips ask again and again. */
const families = new WeakMap<Chip, string>();

function familyIn(chip: Chip): string {
  const known = families.get(chip) ?? familyOf(chip);
  families.set(chip, known);
  return known;
}

export interface Near {
  chip: Chip;
  /** In words, for example "same family, GeForce RTX 40; rated 29.1 TFLOP/s against 35.5". */
  reason: string;
  /** In two words. */
  short: 'same family' | 'similar peak';
  /** What its results say about the chip, from the rated peaks; null if one of them is unknown. An estimate, no result. */
  estimate: string | null;
}

/** A peak that differs by more than this factor says nothing about the other chip. */
const FAR = 2;

/** Chips with results that are most like `chip`, at most `most`: of its family first, then by the rated float32 peak. */
export function nearestTo(chip: Chip, chips: readonly Chip[], most = 1): Near[] {
  const family = familyIn(chip);
  return chips
    .filter((other) => other.results > 0 && other.id !== chip.id && partOf(other.kind) === partOf(chip.kind))
    .map((other) => ({ chip: other, kin: familyIn(other) === family, factor: factorOf(chip, other) }))
    .filter(({ kin, factor }) => kin || (factor !== null && factor <= FAR))
    .toSorted(
      (a, b) =>
        Number(b.kin) - Number(a.kin) ||
        (a.factor ?? Number.MAX_VALUE) - (b.factor ?? Number.MAX_VALUE) ||
        common(chip.name, b.chip.name) - common(chip.name, a.chip.name) ||
        (a.chip.id < b.chip.id ? -1 : 1),
    )
    .slice(0, most)
    .map(({ chip: other, kin }) => ({
      chip: other,
      reason: reasonOf(chip, other, kin ? family : null),
      short: kin ? 'same family' : 'similar peak',
      estimate: estimateOf(chip, other, kin),
    }));
}

/** Peaks that differ by less than this share are called alike: measured shares of a peak scatter more. */
const ALIKE = 0.1;

/**
 * What a large net may gain or lose. Small nets follow the peak less: they wait for the software and the memory, as the
 * findings show. Chips of different families reach too different shares of their peaks for an estimate.
 */
function estimateOf(chip: Chip, other: Chip, kin: boolean): string | null {
  if (!kin) return 'Of another family, so its results are no estimate.';
  if (!chip.tflops || !other.tflops) return null;
  const ratio = chip.tflops / other.tflops;
  if (Math.abs(ratio - 1) < ALIKE) return 'By these peaks, expect about the same speed.';
  return ratio > 1
    ? `By these peaks, expect up to ${formatNumber(ratio)}x its speed for large nets, less gain for small ones.`
    : `By these peaks, expect about ${formatNumber(ratio)}x its speed for large nets, less loss for small ones.`;
}

/** How many times one peak is the other, at least 1; null if either is unknown. */
function factorOf({ tflops: one }: Chip, { tflops: other }: Chip): number | null {
  if (one === null || other === null || one === 0 || other === 0) return null;
  return Math.max(one / other, other / one);
}

/** Letters that two names share at their beginning. */
function common(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

function reasonOf(chip: Chip, other: Chip, family: string | null): string {
  const peaks =
    chip.tflops === null || other.tflops === null
      ? null
      : `rated ${formatNumber(other.tflops)} TFLOP/s in float32 against ${formatNumber(chip.tflops)}`;
  if (family === null) return `nearest peak, ${peaks}`;
  return ['same family, ', family, ...(peaks === null ? [] : ['; ', peaks])].join('');
}
