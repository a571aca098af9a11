/** @file Numbers for keys: an open hash table in typed arrays, which takes a fifth of the memory and time of a map. */
import { mixed } from './key-filter.ts';

/** An empty table has 2^6 slots. */
const FEWEST_BITS = 6;

const NONE = -1;

export class KeyNumbers {
  #shift: number;
  #keys: Float64Array;
  #numbers: Int32Array;
  #size = 0;

  /** @param expected How many keys there may be; with more the table grows. */
  constructor(expected = 0) {
    const bits = Math.max(FEWEST_BITS, 33 - Math.clz32(expected));
    this.#shift = 32 - bits;
    this.#keys = new Float64Array(2 ** bits);
    this.#numbers = new Int32Array(2 ** bits).fill(NONE);
  }

  /** How many keys have a number. */
  get size(): number {
    return this.#size;
  }

  /** The number of a key, from 0 in the order in which they were added; -1 for one that was not. */
  of(key: number): number {
    return this.#numbers[this.#slotOf(key)]!;
  }

  /** The number of a key, a new one if it has none. */
  add(key: number): number {
    const slot = this.#slotOf(key);
    const known = this.#numbers[slot]!;
    if (known !== NONE) return known;
    this.#keys[slot] = key;
    this.#numbers[slot] = this.#size++;
    if (2 * this.#size > this.#keys.length) this.#grow();
    return this.#size - 1;
  }

  /** Where a key is, or would be. */
  #slotOf(key: number): number {
    const last = this.#keys.length - 1;
    let slot = mixed(key) >>> this.#shift;
    while (this.#numbers[slot] !== NONE && this.#keys[slot] !== key) slot = (slot + 1) & last;
    return slot;
  }

  #grow(): void {
    const [keys, numbers] = [this.#keys, this.#numbers];
    this.#shift -= 1;
    this.#keys = new Float64Array(2 * keys.length);
    this.#numbers = new Int32Array(2 * numbers.length).fill(NONE);
    for (const [from, number] of numbers.entries()) {
      if (number === NONE) continue;
      const to = this.#slotOf(keys[from]!);
      this.#keys[to] = keys[from]!;
      this.#numbers[to] = number;
    }
  }
}
