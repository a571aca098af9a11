/** @file A long sorted list that is made of sorted parts and of which little is in memory. */
import { compareText } from '../../data/derive/rows/compare-text.ts';
import { Lines } from './lines.ts';

/** The next entry of a part. */
interface Next<Of> {
  entry: Of;
  key: string;
  rest: Iterator<string>;
}

/** Entries are JSON; equal keys keep the order of their parts. */
export class Merged<Of> {
  readonly #keyOf: (entry: Of) => string;
  #parts: Lines[] = [];

  constructor(keyOf: (entry: Of) => string) {
    this.#keyOf = keyOf;
  }

  /** @param sorted by their keys */
  add(sorted: readonly Of[]): void {
    if (sorted.length === 0) return;
    const lines = new Lines();
    for (const entry of sorted) lines.add(JSON.stringify(entry));
    this.#parts.push(lines);
  }

  /** All of them, sorted. */
  *[Symbol.iterator](): Generator<Of> {
    const nextOf = (rest: Iterator<string>): Next<Of>[] => {
      const { done, value } = rest.next();
      if (done) return [];
      const entry: Of = JSON.parse(value);
      return [{ entry, key: this.#keyOf(entry), rest }];
    };
    // There are as many parts as workloads and modes, so that a search through all of them is fast enough.
    const nexts = this.#parts.flatMap((lines) => nextOf(lines[Symbol.iterator]()));
    while (nexts.length > 0) {
      let first = 0;
      for (let at = 1; at < nexts.length; at += 1)
        if (compareText(nexts[at]!.key, nexts[first]!.key) < 0) first = at;
      yield nexts[first]!.entry;
      nexts.splice(first, 1, ...nextOf(nexts[first]!.rest));
    }
  }
}
