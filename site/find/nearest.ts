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
  short: 'same family' | 'similar peak' | 'rough match';
  /** What its results say about the chip, from the rated peaks; null if one of them is unknown. An estimate, no result. */
  estimate: string | null;
}

/** A peak that differs by more than this factor says nothing about the other chip. */
const FAR = 2;

/** The same of a rough match, which is only the way to a result at all. */
const TOO_FAR = 10;

/** What two chips share, the nearest first. A GPU of another maker runs other engines. */
const TIES = [
  'family',
  'peak of the maker',
  'family, far peak',
  'peak of the market',
  'peak',
  'line',
  'maker',
  'instructions',
  'far peak',
] as const;
type Tie = (typeof TIES)[number];
const FAMILY: readonly Tie[] = ['family', 'family, far peak'];
const PEAK: readonly Tie[] = ['peak of the maker', 'peak of the market', 'peak'];
const CLOSE: readonly Tie[] = [...FAMILY, ...PEAK];

/** Whether a family is sold for computing centers. */
const isForCenters = (family: string): boolean => /data center|Instinct|Tesla/.test(family);

/** A family without its generation: "Intel Core" of "Intel Core, generation 8", "Apple M" of "Apple M1". */
const lineOf = (family: string): string => family.replace(/(?:, | ?\d).*$/, '');

/** Makers of x86 processors; those of a few others build RISC-V or POWER, all others Arm. */
const X86: readonly Chip['vendor'][] = ['Intel', 'AMD', 'Zhaoxin', 'Hygon'];
const OTHER_SETS: readonly Chip['vendor'][] = ['IBM', 'Loongson', 'SiFive', 'SpacemiT', 'StarFive', 'other'];

function instructionsOf({ vendor, kind }: Chip): 'x86' | 'Arm' | null {
  if (partOf(kind) !== 'cpu' || OTHER_SETS.includes(vendor)) return null;
  return X86.includes(vendor) ? 'x86' : 'Arm';
}

/** The tie of two chips with a near peak. */
function peakTie(chip: Chip, other: Chip): Tie {
  if (isForCenters(familyIn(chip)) !== isForCenters(familyIn(other))) return 'peak';
  return chip.vendor === other.vendor ? 'peak of the maker' : 'peak of the market';
}

/** The tie of two chips that are alike in neither family nor peak. */
function roughTie(chip: Chip, other: Chip, factor: number | null): Tie | null {
  if (chip.vendor === other.vendor) return 'maker';
  if (partOf(chip.kind) !== 'cpu') return factor === null ? null : 'far peak';
  const instructions = instructionsOf(chip);
  return instructions !== null && instructions === instructionsOf(other) ? 'instructions' : null;
}

/** The nearest tie of two chips; null if they share nothing that tells of their speed. */
function tieOf(chip: Chip, other: Chip): Tie | null {
  const [family, otherFamily] = [familyIn(chip), familyIn(other)];
  const factor = factorOf(chip, other);
  const isNear = factor !== null && factor <= FAR;
  if (family === otherFamily) return isNear || factor === null ? 'family' : 'family, far peak';
  if (factor !== null && factor > TOO_FAR) return null;
  if (partOf(chip.kind) === 'cpu' && lineOf(family) === lineOf(otherFamily)) return 'line';
  return isNear ? peakTie(chip, other) : roughTie(chip, other, factor);
}

/** Years between two chips; many if either is unknown. */
const yearsBetween = ({ year: one }: Chip, { year: other }: Chip): number =>
  one === null || other === null ? Number.MAX_VALUE : Math.abs(one - other);

/**
 * Chips with results that are most like `chip`, at most `most`: of its family and with a near float32 peak first; without
 * any of the family or with a near peak, rough matches: of its line, its maker, its instruction set, the nearest year first.
 */
export function nearestTo(chip: Chip, chips: readonly Chip[], most = 1): Near[] {
  const tied = chips
    .filter((other) => other.results > 0 && other.id !== chip.id && partOf(other.kind) === partOf(chip.kind))
    .flatMap((other) => {
      const tie = tieOf(chip, other);
      return tie === null ? [] : [{ chip: other, tie, factor: factorOf(chip, other) }];
    });
  const close = tied.filter(({ tie }) => CLOSE.includes(tie));
  return (close.length > 0 ? close : tied)
    .toSorted(
      (a, b) =>
        TIES.indexOf(a.tie) - TIES.indexOf(b.tie) ||
        (CLOSE.includes(a.tie) ? 0 : yearsBetween(chip, a.chip) - yearsBetween(chip, b.chip)) ||
        (a.factor ?? Number.MAX_VALUE) - (b.factor ?? Number.MAX_VALUE) ||
        common(chip.name, b.chip.name) - common(chip.name, a.chip.name) ||
        (a.chip.id < b.chip.id ? -1 : 1),
    )
    .slice(0, most)
    .map(({ chip: other, tie }) => ({
      chip: other,
      reason: reasonOf(chip, other, tie),
      short: FAMILY.includes(tie) ? 'same family' : PEAK.includes(tie) ? 'similar peak' : 'rough match',
      estimate: estimateOf(chip, other, FAMILY.includes(tie)),
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

function reasonOf(chip: Chip, other: Chip, tie: Tie): string {
  const peaks =
    chip.tflops === null || other.tflops === null
      ? null
      : `rated ${formatNumber(other.tflops)} TFLOP/s in float32 against ${formatNumber(chip.tflops)}`;
  if (PEAK.includes(tie)) return `near peak: ${peaks}`;
  return [tieWords(chip, tie), ...(peaks === null ? [] : ['; ', peaks])].join('');
}

function tieWords(chip: Chip, tie: Tie): string {
  if (FAMILY.includes(tie)) return `same family, ${familyIn(chip)}`;
  if (tie === 'far peak') return 'rough match';
  if (tie === 'instructions') return `rough match: also ${instructionsOf(chip)}`;
  return tie === 'maker'
    ? `rough match: also of ${chip.vendor}`
    : `rough match: same line, ${lineOf(familyIn(chip))}`;
}
