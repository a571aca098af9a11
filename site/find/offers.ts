/** @file What the box offers for a text: the hits of each chip that the text names. Pure. */
import { type Chip, partOf } from './chip.ts';
import type { Finder, Found, Hit } from './rank.ts';
import {
  chipsCalled,
  type MacWords,
  macWordsOf,
  type ReadMac,
  readMacNumber,
  readMacWords,
} from './read-mac.ts';
import { withoutReport } from './reported.ts';
import { pairsOf, splitTerms, withoutAdded } from './terms.ts';

/** Hits shown for each chip of a text; a list that is longer is not read. */
const SHOWN = 8;
const SHOWN_OF_SEVERAL = 4;

/** The hits of one chip of the text. */
export interface Offer {
  term: string;
  chips: Chip[];
  /** Hits that are not shown. */
  more: number;
  corrected: boolean;
  /** Words of the term that no name has. */
  ignored: string[];
  /** The computer that the term means and the chips that it comes with; null if the term names a chip. */
  about: string | null;
}

type Part = 'gpu' | 'cpu' | null;
type FoundTerm = Found & { term: string; about?: string };

const isFound = ({ hits, corrected }: Found): boolean => hits.length > 0 && !corrected;

/** A number of a model; a bare "24" is a size. */
const NUMBERED = /[a-z]\d|\d{3}/i;

/** What people put between chips when there are several. */
const MARKS = /\s*[/|+&]\s*/;

/** A term as three chips or more with marks between them, "4090/3090/m1 max", of which one may be unknown; null if it cannot be read so. */
function readSeveral(term: string, find: Finder, part: Part): FoundTerm[] | null {
  const pieces = term.split(MARKS).filter((one) => one !== '');
  if (pieces.length < 3) return null;
  const found = pieces.map((one) => ({ term: one, ...find(one, part) }));
  const known = found.filter((one) => isFound(one) && (one.hits[0]!.exact || NUMBERED.test(one.term)));
  return known.length >= found.length - 1 ? found : null;
}

/** A term as two chips, each named in full or at least by a number; null if it cannot be read so. */
function readPair(term: string, find: Finder, part: Part): FoundTerm[] | null {
  const pairs = pairsOf(term)
    .map((two) => two.map((one) => ({ term: one, ...find(one, part) })))
    .filter((two) => two.every(isFound));
  const inFull = pairs.find((two) => two.every(({ hits }) => hits[0]!.exact));
  return inFull ?? pairs.find((two) => two.every((one) => NUMBERED.test(one.term))) ?? null;
}

const isCpu = ({ kind }: Chip): number => Number(partOf(kind) === 'cpu');

const isOf = (lines: readonly string[], { chip }: Hit): boolean =>
  lines.some((line) => chip.name.startsWith(`Apple ${line} (`));

/** The chips of a Mac: those with results first, then GPUs, then the newest model. */
function findMac(term: string, { about, chips }: ReadMac, find: Finder, part: Part): FoundTerm {
  const all = chips.length === 0 ? [] : find('apple', part).hits;
  const hits = chips
    .flatMap((line) => all.filter((hit) => isOf([line], hit)))
    .toSorted(
      (a, b) => Number(b.chip.results > 0) - Number(a.chip.results > 0) || isCpu(a.chip) - isCpu(b.chip),
    );
  return { term, hits, corrected: false, ignored: [], about };
}

/** The chips of a text that also names a Mac: "m4 mac mini" is neither an M4 Pro nor a Tesla M4. */
function findInMac(words: MacWords, find: Finder, part: Part): Found {
  const line = /^(?:m\d+(?: (?:pro|max|ultra))?|(?:pro|max|ultra)$)/.exec(words.rest)?.[0];
  const found = find(words.rest, part);
  if (line === undefined) return found;
  const hits = found.hits.filter(({ chip }) => chip.vendor === 'Apple');
  const lines = chipsCalled(words, line);
  const inModel = hits.filter((hit) => isOf(lines, hit));
  const exact = hits.filter((hit) => hit.exact);
  return { ...found, hits: [inModel, exact, hits].find((some) => some.length > 0) ?? [] };
}

/** A term that names a Mac by its number, its identifier or its words; null if it names none. */
function readMac(term: string, find: Finder, part: Part): FoundTerm[] | null {
  const numbered = readMacNumber(term, (number) => isFound(find(number)));
  if (numbered !== null) return [findMac(term, numbered, find, part)];
  const words = macWordsOf(term);
  if (words === null || (words.line === 'iPad' && words.rest === '')) return null;
  // A Mac of Intel's may be in the name of its chip: "i9-9980HK (MBP 16 2019)".
  const named = words.year === null ? null : find(term.replace(/macbook ?pro/i, 'mbp'), part);
  if (named !== null && isFound(named) && named.ignored.length === 0) return [{ term, ...named }];
  if (words.rest === '') return [findMac(term, readMacWords(words), find, part)];
  const found = findInMac(words, find, part);
  if (isFound(found)) return [{ term, ...found }];
  const pair = readPair(words.rest, find, part);
  if (pair !== null) return pair;
  // No chip instead of another: "MacBook Pro M9".
  if (/^m\d/.test(words.rest)) return [{ term, hits: [], corrected: false, ignored: [] }];
  return /\d/.test(words.rest) ? null : [findMac(term, readMacWords(words), find, part)];
}

/** A term as a Mac, else as one chip, else as one without what people add to its name, else as several chips, else as it is spelled. */
function readTerm(term: string, find: Finder, part: Part): FoundTerm[] {
  const found = find(term, part);
  if (found.hits[0]?.exact && isFound(found) && found.ignored.length === 0) return [{ term, ...found }];
  const mac = readMac(term, find, part);
  if (mac !== null) return mac;
  if (isFound(found)) return [{ term, ...found }];
  const bare = withoutAdded(term);
  const named = bare === term || bare === '' ? found : find(bare, part);
  if (isFound(named)) return [{ term, ...named }];
  return (
    readSeveral(bare, find, part) ??
    readPair(bare, find, part) ?? [{ term, ...(named.hits.length > 0 ? named : found) }]
  );
}

export function offersFor(text: string, find: Finder, part: Part = null): Offer[] {
  const found = splitTerms(withoutReport(text)).flatMap((term) => readTerm(term, find, part));
  const shown = found.length > 1 ? SHOWN_OF_SEVERAL : SHOWN;
  return found.map(({ term, hits, corrected, ignored, about = null }) => ({
    term,
    chips: hits.slice(0, shown).map(({ chip }) => chip),
    more: Math.max(0, hits.length - shown),
    corrected,
    ignored,
    about,
  }));
}

/** The text without one of its chips: "2070, m1 max" without "2070" is "m1 max". */
export const withoutTerm = (offers: readonly Offer[], term: string): string =>
  offers
    .map((offer) => offer.term)
    .filter((other) => other !== term)
    .join(', ');
