/**
 * @file The windows of repetitions that were seen, in typed arrays. Only those whose keys occur again are kept: of a million
 * windows of independent measurements a third.
 */
import type { Fingerprint } from '../../contract/check.ts';
import { isCourse } from './course.ts';
import type { KeyFilter } from './key-filter.ts';
import { KeyNumbers } from './key-numbers.ts';
import { comparisonOf, count, type Likeness } from './likeness.ts';
import { areAlike } from './shape.ts';
import { NUMBERS, type Window, windowAt } from './window.ts';

/** Entries with one key; more only occur if somebody sends a file very often, and the first ones are the originals. */
export const MOST_ENTRIES = 64;

/** A repetition that was seen. */
interface Seen<Place> {
  place: Place;
  /** How much the list that is compared now is like it; null if it is not. Held here, because copies have many matches. */
  likeness: Likeness | null;
}

/** The earlier repetition that one is most like. */
export interface Like<Place> {
  place: Place;
  total: number;
}

/**
 * Repetitions in the order in which they were added; each is compared with those before it.
 * @template Place what is remembered of a repetition
 */
export class SeenWindows<Place> {
  /** Most windows occur only once: the filter costs a tenth of a look into the table. */
  readonly #repeated: KeyFilter;
  readonly #groups = new KeyNumbers();
  /** Where the entries of each group start, and how many there are by now. */
  readonly #starts: Int32Array;
  readonly #lengths: Int32Array;
  /** The entries: the shape of a window, and the number of its repetition. */
  readonly #shapes: Float64Array;
  readonly #repetitions: Int32Array;
  readonly #seen: Seen<Place>[] = [];

  /**
   * @param fingerprints All that will be remembered.
   * @param repeated The keys of these that are worth keeping.
   */
  constructor(fingerprints: Iterable<Fingerprint>, repeated: KeyFilter) {
    this.#repeated = repeated;
    const rooms: number[] = [];
    for (const fingerprint of fingerprints) {
      for (let i = 0; i < fingerprint.length; i += NUMBERS) {
        if (!this.#isKept(fingerprint[i]!)) continue;
        const group = this.#groups.add(fingerprint[i]!);
        rooms[group] = Math.min(MOST_ENTRIES, (rooms[group] ?? 0) + 1);
      }
    }
    this.#starts = new Int32Array(rooms.length + 1);
    for (const [group, room] of rooms.entries()) this.#starts[group + 1] = this.#starts[group]! + room;
    this.#lengths = new Int32Array(rooms.length);
    this.#shapes = new Float64Array(this.#starts.at(-1)!);
    this.#repetitions = new Int32Array(this.#shapes.length);
  }

  /** A course is compared by itself. */
  #isKept(key: number): boolean {
    return this.#repeated.has(key) && !isCourse(key);
  }

  remember(fingerprint: Fingerprint, place: Place): void {
    const number = this.#seen.length;
    for (let i = 0; i < fingerprint.length; i += NUMBERS) {
      if (!this.#isKept(fingerprint[i]!)) continue;
      // Most earlier repetitions have no such window.
      if (this.#seen.length === number) this.#seen.push({ place, likeness: null });
      this.#enter(this.#groups.of(fingerprint[i]!), fingerprint[i + 1]!, number);
    }
  }

  /** Remembers a repetition. Returns the earlier one that it is most like; null if it is like none. */
  compare(fingerprint: Fingerprint, place: Place): Like<Place> | null {
    const found: Seen<Place>[] = [];
    for (let i = 0; i < fingerprint.length; i += NUMBERS) {
      if (!this.#isKept(fingerprint[i]!)) continue;
      const group = this.#groups.of(fingerprint[i]!);
      if (this.#lengths[group]! > 0) this.#compare(windowAt(fingerprint, i), group, found);
    }
    this.remember(fingerprint, place);
    let best: Like<Place> | null = null;
    for (const one of found) {
      const { total } = one.likeness!;
      if (best === null || total > best.total) best = { place: one.place, total };
      one.likeness = null;
    }
    return best;
  }

  /** Adds a window to the likeness of its list to each earlier one that has the same, and new ones of these to `found`. */
  #compare(window: Window, group: number, found: Seen<Place>[]): void {
    const comparison = comparisonOf(window);
    const from = this.#starts[group]!;
    const end = from + this.#lengths[group]!;
    const shapes = this.#shapes;
    for (let at = from; at < end; at++) {
      if (!areAlike(window.shape, shapes[at]!, comparison)) continue;
      const one = this.#seen[this.#repetitions[at]!]!;
      if (one.likeness === null) {
        one.likeness = { total: 0, counted: [] };
        found.push(one);
      }
      count(window, one.likeness);
    }
  }

  #enter(group: number, shape: number, repetition: number): void {
    const at = this.#starts[group]! + this.#lengths[group]!;
    if (at === this.#starts[group + 1]) return;
    this.#lengths[group]! += 1;
    this.#shapes[at] = shape;
    this.#repetitions[at] = repetition;
  }
}
