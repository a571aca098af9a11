/** @file Finds the chips that a text means, best first. Pure. */
import leven from 'leven';
import { type Chip, partOf } from './chip.ts';
import { mayMean } from './makers.ts';
import { type Fit, fitOf } from './match.ts';
import { isCommon, type Query, readQuery, wordsOf } from './words.ts';

export interface Hit {
  chip: Chip;
  /** Nothing of the name is missing, or only what all of its kind share. */
  exact: boolean;
}

export interface Found {
  hits: Hit[];
  /** True if no chip is called so and the hits are those that are spelled most like it. */
  corrected: boolean;
}

/** A chip with the words of its names. */
interface Named {
  chip: Chip;
  names: readonly (readonly string[])[];
}

export type Finder = (text: string, part?: 'gpu' | 'cpu' | null) => Found;

/** Words shorter than this are not corrected: everything is like them. */
const CORRECTED = 4;

/** Wrong letters that are forgiven in a word of this length. */
const forgiven = (length: number): number => (length < 6 ? 1 : 2);

/** At most so many spellings are offered for a text that no chip is called; more would say that it could be anything. */
const OFFERED = 6;

/** A function that finds chips; it keeps the words of all names. */
export function createFinder(chips: readonly Chip[]): Finder {
  const named: Named[] = chips.map((chip) => ({
    chip,
    names: [chip.name, ...chip.aliases].map((name) =>
      wordsOf(name.replace(/\b(?:Mobile|Notebook)\b/g, 'Laptop')),
    ),
  }));
  const vocabulary = new Set(
    named.flatMap(({ names }) => names.flat()).filter((word) => /^[a-z]+$/.test(word)),
  );

  return (text, part = null) => {
    const query = readQuery(text);
    if (query.words.length === 0) return { hits: [], corrected: false };
    const wanted = part ?? query.part;
    const among = wanted === null ? named : named.filter(({ chip }) => partOf(chip.kind) === wanted);
    const hits = rank(among, query);
    if (hits.length > 0) return { hits, corrected: false };
    return { hits: spelledLike(among, query, vocabulary), corrected: true };
  };
}

/** Hits after letters of known words are corrected, else without wrong common words ("GTX 4070"), else by the whole name. */
function spelledLike(all: readonly Named[], query: Query, vocabulary: ReadonlySet<string>): Hit[] {
  const words = query.words.map((word) => correct(word, vocabulary));
  const corrected = rank(all, { ...query, words });
  if (corrected.length > 0) return corrected;
  const among = all.filter(({ chip }) => mayMean([...query.typed, ...words], chip));
  const telling = words.filter((word) => !isCommon(word));
  const without =
    telling.length > 0 && telling.length < words.length ? rank(among, { ...query, words: telling }) : [];
  return without.length > 0 ? without : similar(among, query);
}

/** The word itself if it is known, else the one known word that it is closest to. */
function correct(word: string, vocabulary: ReadonlySet<string>): string {
  if (word.length < CORRECTED || !/^[a-z]+$/.test(word) || vocabulary.has(word)) return word;
  const near = [...vocabulary]
    .map((known) => ({ known, distance: wrongLetters(word, known) }))
    .filter(({ distance }) => distance <= forgiven(word.length))
    .toSorted((a, b) => a.distance - b.distance);
  const unambiguous = near.length > 0 && near[0]!.distance !== near[1]?.distance;
  return unambiguous ? near[0]!.known : word;
}

const sorted = (word: string): string => [...word].sort().join('');

/** Letters that are wrong, missing or too many; two that changed places are one. */
function wrongLetters(word: string, known: string): number {
  const distance = leven(word, known, { maxDistance: 3 });
  return distance === 2 && sorted(word) === sorted(known) ? 1 : distance;
}

function rank(among: readonly Named[], { words }: Query): Hit[] {
  // "7800 x3d" is one word of the name, "i7 8700" are two: both readings count.
  const readings = words.length === 1 ? [words] : [words, [words.join('')]];
  const fitting = among.flatMap(({ chip, names }) => {
    const memory = `${chip.memoryGB}gb`;
    // The memory of a chip is no part of most names, so "RTX 4090 24GB" is one that has it.
    const of = words.includes(memory) ? [...readings, words.filter((word) => word !== memory)] : readings;
    const best = of
      .flatMap((reading) => names.map((name) => fitOf(reading, name)))
      .reduce((a, b) => (b !== null && (a === null || distance(b) < distance(a)) ? b : a), null);
    return best === null ? [] : [{ chip, fit: best }];
  });
  // "M1" is no beginning of "M128" where there is an M1.
  const whole = fitting.some((one) => one.fit.missing === 0);
  return fitting
    .filter((one) => !(whole && one.fit.cut))
    .toSorted(
      (a, b) =>
        Number(isExact(b.fit)) - Number(isExact(a.fit)) ||
        Number(b.chip.results > 0) - Number(a.chip.results > 0) ||
        distance(a.fit) - distance(b.fit) ||
        order(a.chip, b.chip),
    )
    .map(({ chip, fit: one }) => ({ chip, exact: isExact(one) }));
}

const isExact = ({ missing, extra }: Fit): boolean => missing === 0 && extra === 0;

/** A word too many is a smaller difference than a word that has only begun. */
const distance = ({ missing, extra }: Fit): number => Math.min(missing, 4) * 2 + extra;

/** GPUs first, then the newer, then the faster. */
function order(a: Chip, b: Chip): number {
  const cpu = ({ kind }: Chip) => Number(partOf(kind) === 'cpu');
  return (
    cpu(a) - cpu(b) ||
    (b.year ?? 0) - (a.year ?? 0) ||
    (b.tflops ?? 0) - (a.tflops ?? 0) ||
    (a.id < b.id ? -1 : 1)
  );
}

/** Chips whose whole name is spelled most like the text, if they are few. */
function similar(among: readonly Named[], { words }: Query): Hit[] {
  const typed = words.join('');
  if (typed.length < CORRECTED) return [];
  const most = forgiven(typed.length);
  const near = among.map(({ chip, names }) => {
    const spellings = names.flatMap((name) => [0, 1, 2].map((first) => name.slice(first).join('')));
    return { chip, distance: Math.min(...spellings.map((spelling) => misspelled(typed, spelling, most))) };
  });
  const least = Math.min(...near.map((one) => one.distance));
  if (least > most) return [];
  const closest = near
    .filter((one) => one.distance === least)
    .toSorted((a, b) => Number(b.chip.results > 0) - Number(a.chip.results > 0) || order(a.chip, b.chip));
  return closest.length > OFFERED ? [] : closest.map(({ chip }) => ({ chip, exact: false }));
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** Wrong letters between two spellings, more than `most` if two digits are wrong: that is another model. */
function misspelled(typed: string, name: string, most: number): number {
  const distance = leven(typed, name, { maxDistance: most + 1 });
  return distance <= most && leven(digitsOf(typed), digitsOf(name)) > 1 ? most + 1 : distance;
}
