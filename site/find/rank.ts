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
  /** Each word was typed to its end. */
  whole: boolean;
}

export interface Found {
  hits: Hit[];
  /** True if no chip is called so and the hits are those that are spelled most like it. */
  corrected: boolean;
  /** Words that were left out because no name has them: "rtx 3060 please". */
  ignored: string[];
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

/** How the catalogue tells Apple's variants apart; who types "m4" has named the chip in full. */
const CORES = / \(\d+-core [CG]PU\)$/;

/** At most so many spellings are offered for a text that no chip is called; more would say that it could be anything. */
const OFFERED = 6;

/** "Turing NVIDIA GeForce RTX": who types a design has named all of its chips, and may add the line of products. */
function ofDesign({ design, name }: Chip): string[][] {
  return design === null ? [] : [[...wordsOf(design), ...wordsOf(name).filter(isCommon)]];
}

/** Chips with results, the most measured first: what "CPU" alone asks for. */
const measuredOf = (among: readonly Named[]): Hit[] =>
  among
    .flatMap(({ chip }) => (chip.results > 0 ? [{ chip, exact: false, whole: true }] : []))
    .toSorted((a, b) => b.chip.results - a.chip.results || order(a.chip, b.chip));

/** A function that finds chips; it keeps the words of all names. */
export function createFinder(chips: readonly Chip[]): Finder {
  const named: Named[] = chips.map((chip) => ({
    chip,
    names: [
      ...[chip.name, ...chip.aliases, ...chip.name.split(CORES, 1)].map((name) =>
        wordsOf(name.replace(/\b(?:Mobile|Notebook)\b/g, 'Laptop')),
      ),
      ...ofDesign(chip),
    ],
  }));
  const vocabulary = new Set(
    named.flatMap(({ names }) => names.flat()).filter((word) => /^[a-z]+$/.test(word)),
  );

  return (text, part = null) => {
    const query = readQuery(text);
    const wanted = part ?? query.part;
    const among = wanted === null ? named : named.filter(({ chip }) => partOf(chip.kind) === wanted);
    if (query.words.length === 0)
      return { hits: query.part === null ? [] : measuredOf(among), corrected: false, ignored: [] };
    const hits = rank(among, query);
    if (hits.length > 0) return { hits, corrected: false, ignored: [] };
    const spelled = query.words.map((word) => correct(word, vocabulary));
    return (
      withoutForeign(among, query, spelled, vocabulary) ?? {
        hits: spelledLike(among, { ...query, words: spelled }),
        corrected: true,
        ignored: [],
      }
    );
  };
}

/**
 * What is found without the words that no name has: those of people ("please") and of makers of cards and computers, then
 * also without what belongs to these ("Gaming X", "Legion 5"). Null if there are none, or if the rest names no model in full.
 */
function withoutForeign(
  among: readonly Named[],
  query: Query,
  spelled: readonly string[],
  vocabulary: ReadonlySet<string>,
): Found | null {
  const known = spelled.filter((word) => !isForeign(word, vocabulary));
  if (known.length === spelled.length) return null;
  for (const words of [known, known.filter((word) => !isCommon(word) && !/^(?:[a-z]|\d\d?)$/.test(word))]) {
    if (!words.some(isModel)) return null;
    const hits = rank(among, { ...query, words }).filter(({ whole }) => whole);
    const ignored = spelled.filter((word) => !words.includes(word) && !isCommon(word));
    const corrected = words.some((word) => !query.words.includes(word));
    if (hits.length > 0) return { hits, corrected, ignored };
  }
  return null;
}

/** A word of letters that no name has; what has digits may be a model that the catalogue lacks. */
const isForeign = (word: string, vocabulary: ReadonlySet<string>): boolean =>
  /^[a-z]+$/.test(word) && !isCommon(word) && !vocabulary.has(word);

/** Whether a word may be the model itself; a bare "15" may be a size or a generation. */
const isModel = (word: string): boolean => /\d{3}|[a-z]\d|\d[a-z]/.test(word) && !/^\d+gb$/.test(word);

/** Hits of words after their correction, else without wrong common words ("GTX 4070"), else by the whole name. */
function spelledLike(all: readonly Named[], query: Query): Hit[] {
  const corrected = rank(all, query);
  if (corrected.length > 0) return corrected;
  const { words } = query;
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

function rank(among: readonly Named[], { words, typed }: Query): Hit[] {
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
        // "tesla m4" is none of Apple's.
        Number(mayMean(typed, b.chip)) - Number(mayMean(typed, a.chip)) ||
        Number(isExact(b.fit)) - Number(isExact(a.fit)) ||
        Number(b.chip.results > 0) - Number(a.chip.results > 0) ||
        distance(a.fit) - distance(b.fit) ||
        order(a.chip, b.chip),
    )
    .map(({ chip, fit: one }) => ({ chip, exact: isExact(one), whole: one.missing === 0 }));
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
  return closest.length > OFFERED ? [] : closest.map(({ chip }) => ({ chip, exact: false, whole: false }));
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** Wrong letters between two spellings, more than `most` if two digits are wrong: that is another model. */
function misspelled(typed: string, name: string, most: number): number {
  const distance = leven(typed, name, { maxDistance: most + 1 });
  return distance <= most && leven(digitsOf(typed), digitsOf(name)) > 1 ? most + 1 : distance;
}
