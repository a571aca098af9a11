/** @file How well the words that were typed fit a name. Pure. */
import { isCommonIn } from './words.ts';

/** How far a name is from what was typed; 0 and 0 is the name itself. */
export interface Fit {
  /** Letters that are missing from the end of words: people find a chip before they have typed its whole name. */
  missing: number;
  /** Words of the name that were not typed and tell it from others: "super", "laptop", "12gb". */
  extra: number;
  /** Whether a number goes on after what was typed: 4070 for "407". */
  cut: boolean;
}

/** Places of the words of a name that a typed word covers, and the letters that the last of them still lacks. */
interface Cover {
  places: readonly number[];
  missing: number;
}

/** A typed word may skip one word of the name, such as the 7 in "ryzen5800x"; more would join what does not belong together. */
const SKIPPED = 1;

const better = (a: Cover | null, b: Cover | null): Cover | null => {
  if (a === null || b === null) return a ?? b;
  return b.missing < a.missing || (b.missing === a.missing && b.places.length > a.places.length) ? b : a;
};

/** Covers `typed` with words of the name from place `from` on: whole ones, of the last one perhaps only its beginning. */
function coverFrom(typed: string, words: readonly string[], from: number, skipped: number): Cover | null {
  const word = words[from];
  if (word === undefined) return null;
  if (word.startsWith(typed)) return { places: [from], missing: word.length - typed.length };
  if (skipped > SKIPPED) return null;
  if (!typed.startsWith(word)) return null;
  const rest = typed.slice(word.length);
  let best: Cover | null = null;
  for (let next = from + 1; next <= from + 1 + SKIPPED; next++)
    best = better(best, coverFrom(rest, words, next, skipped + next - from - 1));
  return best && { places: [from, ...best.places], missing: best.missing };
}

function cover(typed: string, words: readonly string[], taken: ReadonlySet<number>): Cover | null {
  let best: Cover | null = null;
  for (let from = 0; from < words.length; from++) {
    if (!taken.has(from)) best = better(best, coverFrom(typed, words, from, 0));
  }
  return best;
}

/** The fit of a name, given as its words; null if a typed word is not in it. */
export function fitOf(typed: readonly string[], words: readonly string[]): Fit | null {
  const taken = new Set<number>();
  let missing = 0;
  let cut = false;
  for (const one of typed) {
    const found = cover(one, words, taken);
    if (found === null) return null;
    for (const place of found.places) taken.add(place);
    missing += found.missing;
    cut ||=
      found.missing > 0 && /\d$/.test(one) && /^\d/.test(words[found.places.at(-1)!]!.slice(-found.missing));
  }
  const extra = words.filter((_, place) => !taken.has(place) && !isCommonIn(words, place)).length;
  return { missing, extra, cut };
}
