/** @file What the box offers for a text: the hits of each chip that the text names. Pure. */
import type { Chip } from './chip.ts';
import type { Finder } from './rank.ts';
import { splitTerms } from './words.ts';

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
}

export function offersFor(text: string, find: Finder, part: 'gpu' | 'cpu' | null = null): Offer[] {
  const terms = splitTerms(text);
  const shown = terms.length > 1 ? SHOWN_OF_SEVERAL : SHOWN;
  return terms.map((term) => {
    const { hits, corrected } = find(term, part);
    return {
      term,
      chips: hits.slice(0, shown).map(({ chip }) => chip),
      more: Math.max(0, hits.length - shown),
      corrected,
    };
  });
}

/** The text without one of its chips: "2070, m1 max" without "2070" is "m1 max". */
export const withoutTerm = (text: string, term: string): string =>
  splitTerms(text)
    .filter((other) => other !== term)
    .join(', ');
