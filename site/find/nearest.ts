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
    }));
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
  if (family === null) return `nearest peak: ${peaks}`;
  return ['same family, ', family, ...(peaks === null ? [] : ['; ', peaks])].join('');
}
