/** @file Lines of text that are kept compressed: many are in memory, and few of them as text. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Characters of a block: larger ones compress hardly better. */
const BLOCK = 1 << 18;

/** The fastest level makes a tenth of such text at the speed of a disk. */
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Lines in the order in which they were added; none has a line break. */
export class Lines {
  #blocks: Uint8Array[] = [];
  #waiting: string[] = [];
  #length = 0;

  add(line: string): void {
    this.#waiting.push(line);
    this.#length += line.length;
    if (this.#length >= BLOCK) this.#compress();
  }

  /** Reads block by block. */
  *[Symbol.iterator](): Generator<string> {
    this.#compress();
    for (const block of this.#blocks) yield* zstdDecompressSync(block).toString().split('\n');
  }

  #compress(): void {
    if (this.#waiting.length === 0) return;
    this.#blocks.push(zstdCompressSync(this.#waiting.join('\n'), FAST));
    this.#waiting = [];
    this.#length = 0;
  }
}
