/**
 * @file Generates the bytes of a tensor with the hash of `models/generator.ts`, bit-identical on every machine.
 *
 * Block b takes numbers bits(key, 5 b + i) for Q4_0 and bits(key, 9 b + i) for Q8_0, little-endian:
 *   i = 0: the scale, a float16: its sign is bit 15, its mantissa bits 0 to 9, its exponent the tensor's
 *   Q4_0, i = 1..4: 16 bytes of two nibbles each; a weight is (nibble - 8) * scale
 *   Q8_0, i = 1..8: 32 bytes, each the low 7 bits minus 64; a weight is the byte times the scale
 * Scales of both signs keep the mean near zero, so it does not add up over a row. A byte of -128 never occurs: no
 * quantizer produces it, and kernels may not handle its absolute value. Values are
 * float32(around + (2 * uniform - 1) * limit).
 */
import { bits, uniform } from '../models/generator.ts';
import type { Format, Tensor } from './shape.ts';
import { weightsOf } from './shape.ts';

/** Weights per block. */
const BLOCK = 32;
const BLOCK_BYTES: Record<Format, number> = { q4_0: 18, q8_0: 34 };

/** Blocks per piece, 2 to 4 MB: bounds the memory use and keeps the number of writes low. */
const PIECE_BLOCKS = 120_000;

/** Bias of a float16 exponent. */
const HALF_BIAS = 15;

export function sizeOf(tensor: Tensor, format: Format): number {
  const weights = weightsOf(tensor);
  return tensor.fill.kind === 'values' ? 4 * weights : (weights / BLOCK) * BLOCK_BYTES[format];
}

/** Yields the tensor's bytes in pieces. A piece is valid until the next one is requested. */
export function* bytesOf(tensor: Tensor, format: Format, key: number): Generator<Uint8Array> {
  const { fill } = tensor;
  const weights = weightsOf(tensor);
  if (fill.kind === 'values') {
    const values = new DataView(new ArrayBuffer(4 * weights));
    for (let i = 0; i < weights; i++)
      values.setFloat32(4 * i, fill.around + (2 * uniform(key, i) - 1) * fill.limit, true);
    yield new Uint8Array(values.buffer);
    return;
  }
  const blocks = weights / BLOCK;
  const halves = new Uint16Array(Math.min(blocks, PIECE_BLOCKS) * (BLOCK_BYTES[format] / 2));
  const write = format === 'q4_0' ? writeNibbles : writeBytes;
  for (let first = 0; first < blocks; first += PIECE_BLOCKS) {
    const end = write(halves, key, first, Math.min(blocks, first + PIECE_BLOCKS), fill.exponent);
    yield new Uint8Array(toLittleEndian(halves).buffer, 0, 2 * end);
  }
}

const scaleOf = (word: number, exponent: number): number => (word & 0x83ff) | ((exponent + HALF_BIAS) << 10);

/** Returns the number of 16-bit words written. */
function writeNibbles(
  halves: Uint16Array,
  key: number,
  first: number,
  end: number,
  exponent: number,
): number {
  let at = 0;
  for (let number = 5 * first; number < 5 * end; number += 5) {
    halves[at++] = scaleOf(bits(key, number), exponent);
    for (let i = 1; i <= 4; i++) {
      const word = bits(key, number + i);
      halves[at++] = word;
      halves[at++] = word >>> 16;
    }
  }
  return at;
}

function writeBytes(halves: Uint16Array, key: number, first: number, end: number, exponent: number): number {
  let at = 0;
  for (let number = 9 * first; number < 9 * end; number += 9) {
    halves[at++] = scaleOf(bits(key, number), exponent);
    for (let i = 1; i <= 8; i++) {
      const word = bits(key, number + i);
      // Four bytes at once: the 7-bit value minus 64 is its low 6 bits, with the two upper bits set unless bit 6 is.
      const negative = ~word & 0x40404040;
      const four = (word & 0x3f3f3f3f) | negative | (negative << 1);
      halves[at++] = four;
      halves[at++] = four >>> 16;
    }
  }
  return at;
}

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function toLittleEndian(halves: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  return littleEndian ? halves : halves.map((half) => ((half << 8) | (half >>> 8)) & 0xffff);
}
