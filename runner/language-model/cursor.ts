/** @file A buffered little-endian reader that throws at the end of the file. */
import { readSync } from 'node:fs';

const PIECE_BYTES = 4 * 2 ** 20;

/** The file is shorter than its contents declare. */
export class EndOfFile extends Error {}

export class Cursor {
  readonly #handle: number;
  readonly sizeBytes: number;
  #piece = Buffer.alloc(0);
  #pieceAt = 0;
  /** Offset of the next value, in bytes. */
  at = 0;

  constructor(handle: number, sizeBytes: number) {
    this.#handle = handle;
    this.sizeBytes = sizeBytes;
  }

  /** The next bytes; valid until the next call. */
  take(length: number): Buffer {
    if (length > this.sizeBytes - this.at) throw new EndOfFile();
    const end = this.at + length;
    if (end > this.#pieceAt + this.#piece.length) {
      this.#piece = Buffer.alloc(Math.min(this.sizeBytes - this.at, Math.max(length, PIECE_BYTES)));
      this.#pieceAt = this.at;
      let filled = 0;
      while (filled < this.#piece.length) {
        const read = readSync(
          this.#handle,
          this.#piece,
          filled,
          this.#piece.length - filled,
          this.at + filled,
        );
        if (read === 0) throw new EndOfFile();
        filled += read;
      }
    }
    const from = this.at - this.#pieceAt;
    this.at = end;
    return this.#piece.subarray(from, from + length);
  }

  skip(length: number): void {
    if (length > this.sizeBytes - this.at) throw new EndOfFile();
    this.at += length;
  }

  uint32(): number {
    return this.take(4).readUInt32LE();
  }

  /** Throws `EndOfFile` above 2^53 - 1; only a damaged file declares such a size. */
  uint64(): number {
    const value = this.take(8).readBigUInt64LE();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new EndOfFile();
    return Number(value);
  }

  string(): string {
    return this.take(this.uint64()).toString();
  }
}
