/** @file Tells which of many numbers occur more than once, in a few bits for each. */

/** Bits for each number: one in sixteen that occur once is taken for one that occurs again. */
const BITS = 16;

/** Bits, as a power of two, that a filter has at least: those that are only met may be far more than those that are added. */
const FEWEST_BITS = 20;

/** Odd constants that mix the halves of a number; the first is 2^32 divided by the golden ratio (Knuth, TAOCP 3, 6.4). */
const [MIX_LOW, MIX_HIGH] = [0x9e3779b1, 0x85ebca6b];

/** Thirty-two bits of a whole number from 0 to 2^53, of which the highest are mixed best. */
export const mixed = (key: number): number =>
  Math.imul(key ^ Math.imul(Math.floor(key / 2 ** 32), MIX_HIGH), MIX_LOW);

/** It is never wrong about a number that occurs again. */
export class KeyFilter {
  readonly #once: Uint32Array;
  readonly #again: Uint32Array;
  readonly #shift: number;

  /** @param most How many numbers are added at most. */
  constructor(most: number) {
    const bits = Math.min(31, Math.max(FEWEST_BITS, Math.ceil(Math.log2(BITS * (most + 1)))));
    this.#shift = 32 - bits;
    this.#once = new Uint32Array(2 ** (bits - 5));
    this.#again = new Uint32Array(2 ** (bits - 5));
  }

  #place(key: number): number {
    return mixed(key) >>> this.#shift;
  }

  /** @param key A whole number from 0 to 2^53. */
  add(key: number): void {
    const place = this.#place(key);
    const bit = 1 << (place & 31);
    if ((this.#once[place >>> 5]! & bit) === 0) this.#once[place >>> 5]! |= bit;
    else this.#again[place >>> 5]! |= bit;
  }

  /**
   * Says that a number occurs among others, too. It is not added: others with it are not found.
   * @returns whether it was added before, or in rare cases another one with the same bit
   */
  meet(key: number): boolean {
    const place = this.#place(key);
    const bit = this.#once[place >>> 5]! & (1 << (place & 31));
    this.#again[place >>> 5]! |= bit;
    return bit !== 0;
  }

  /** Whether a number was added more than once, or added and met, or in rare cases another one with the same bit. */
  has(key: number): boolean {
    const place = this.#place(key);
    return (this.#again[place >>> 5]! & (1 << (place & 31))) !== 0;
  }
}
