/** @file The fingerprints of all files of the index, in parts: a new file among thousands changes one of them. */
import type { Cache } from './cache.ts';
import type { FileFingerprints } from './fingerprints.ts';

/** One part of ten thousand files has two megabytes. */
const PARTS = 32;

/** What the cache holds: one after the other. */
interface Part {
  keys: string[];
  sizes: number[];
  numbers: Float64Array<ArrayBuffer>;
}

/** The lists by the keys of their files. */
type Lists = ReadonlyMap<string, FileFingerprints>;

const partOf = (key: string): number => Number.parseInt(key.slice(0, 2), 16) % PARTS;

function toPart(lists: readonly (readonly [key: string, list: FileFingerprints])[]): Part {
  const sizes = lists.map(([, list]) => list.length);
  const numbers = new Float64Array(sizes.reduce((sum, one) => sum + one, 0));
  let at = 0;
  for (const [, list] of lists) {
    numbers.set(list, at);
    at += list.length;
  }
  return { keys: lists.map(([key]) => key), sizes, numbers };
}

function fromPart({ keys, sizes, numbers }: Part): Lists {
  let at = 0;
  return new Map(
    keys.map((key, position) => {
      at += sizes[position]!;
      return [key, numbers.subarray(at - sizes[position]!, at)];
    }),
  );
}

export class IndexParts {
  readonly #cache: Cache;
  readonly #name: string;
  readonly #read = new Map<number, Lists>();

  /** @param name Of the index. */
  constructor(cache: Cache, name: string) {
    this.#cache = cache;
    this.#name = name;
  }

  /** The list of a file; null if the cache lost it. */
  listOf(key: string): FileFingerprints | null {
    const part = partOf(key);
    const known = this.#read.get(part) ?? this.#get(part);
    this.#read.set(part, known);
    return known.get(key) ?? null;
  }

  /** Keeps the lists of some keys, given which ones are kept. Whether all of them are kept now. */
  put(kept: Iterable<string>, wanted: ReadonlyMap<string, () => FileFingerprints>): boolean {
    const before = Map.groupBy(kept, partOf);
    const after = Map.groupBy(wanted.keys(), partOf);
    return Array.from({ length: PARTS }, (_, part) => part).every((part) => {
      const [old, own] = [new Set(before.get(part)), after.get(part) ?? []];
      if (old.size === own.length && own.every((key) => old.has(key))) return true;
      return this.#cache.put(this.#nameOf(part), toPart(own.map((key) => [key, wanted.get(key)!()])));
    });
  }

  #get(part: number): Lists {
    const kept = this.#cache.get(this.#nameOf(part)) as Part | null;
    return kept === null ? new Map() : fromPart(kept);
  }

  #nameOf(part: number): string {
    return `${this.#name}-${part}`;
  }
}
