/** @file What the box offers for a text: the hits of each chip that the text names. Pure. */
import type { Chip } from './chip.ts';
import type { Finder, Found } from './rank.ts';
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
}

type Part = 'gpu' | 'cpu' | null;
type FoundTerm = Found & { term: string };

const isFound = ({ hits, corrected }: Found): boolean => hits.length > 0 && !corrected;

/** A number of a model; a bare "24" is a size. */
const NUMBERED = /[a-z]\d|\d{3}/i;

/** A term as two chips, each named in full or at least by a number; null if it cannot be read so. */
function readPair(term: string, find: Finder, part: Part): FoundTerm[] | null {
  const pairs = pairsOf(term)
    .map((two) => two.map((one) => ({ term: one, ...find(one, part) })))
    .filter((two) => two.every(isFound));
  const inFull = pairs.find((two) => two.every(({ hits }) => hits[0]!.exact));
  return inFull ?? pairs.find((two) => two.every((one) => NUMBERED.test(one.term))) ?? null;
}

/** A term as one chip, else as one without what people add to its name, else as two chips, else as it is spelled. */
function readTerm(term: string, find: Finder, part: Part): FoundTerm[] {
  const found = find(term, part);
  if (isFound(found)) return [{ term, ...found }];
  const bare = withoutAdded(term);
  const named = bare === term || bare === '' ? found : find(bare, part);
  if (isFound(named)) return [{ term, ...named }];
  return readPair(bare, find, part) ?? [{ term, ...(named.hits.length > 0 ? named : found) }];
}

export function offersFor(text: string, find: Finder, part: Part = null): Offer[] {
  const found = splitTerms(text).flatMap((term) => readTerm(term, find, part));
  const shown = found.length > 1 ? SHOWN_OF_SEVERAL : SHOWN;
  return found.map(({ term, hits, corrected, ignored }) => ({
    term,
    chips: hits.slice(0, shown).map(({ chip }) => chip),
    more: Math.max(0, hits.length - shown),
    corrected,
    ignored,
  }));
}

/** The text without one of its chips: "2070, m1 max" without "2070" is "m1 max". */
export const withoutTerm = (offers: readonly Offer[], term: string): string =>
  offers
    .map((offer) => offer.term)
    .filter((other) => other !== term)
    .join(', ');
