/** @file A matrix copied to another one of the same device, which shows how fast its memory is. */
import type { Check, Comparison } from '../../data/contract/proof.ts';
import { COPY_TOLERANCE } from '../../data/derive/rounding.ts';
import { COPY_STREAM, streamKey } from '../models/generator.ts';
import { outputCheck, rowError, rowsComparison } from './output.ts';
import type { CopyWorkload } from './workload.ts';

export const workload: CopyWorkload = {
  kind: 'copy',
  id: 'copy',
  modes: ['op'],
  // A tutorial has no copy of its own.
  recipes: ['optimized'],
  dtypes: ['float32'],
  firstPreset: 'quick',
  priority: 10,
};

/** Number of matrices copied in turn, so that no cache holds the source of the next copy. */
export const COPY_SETS = 2;

/** 2^32 divided by the golden ratio: multiples of it are spread evenly, and those of different places differ. */
const SPREAD = 0x9e37_79b1;

const UNIT = 2 ** -24;

/**
 * Values of a source from a place on, row-major, in [0, 1) and exact in float32: ((place * SPREAD + key) >> 8) * 2^-24 in
 * 32-bit integers. Cheaper than the hash of the other workloads, because all of them are compared.
 */
export function copyValues(
  seed: number,
  set: number,
  first: number,
  count: number,
): Float32Array<ArrayBuffer> {
  const key = streamKey(seed, COPY_STREAM + set);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = ((Math.imul(first + i, SPREAD) + key) >>> 8) * UNIT;
  return values;
}

/** Values that are read at once. */
const READ_TOGETHER = 2 ** 22;

/** Reads `count` values of a copy from place `first` on. */
export type ReadCopy = (first: number, count: number) => Promise<Float32Array>;

/** Error of every row of a copy; 0 where it equals the source. */
export async function copyErrors(seed: number, set: number, size: number, read: ReadCopy): Promise<number[]> {
  const errors: number[] = [];
  const rows = Math.max(1, Math.floor(READ_TOGETHER / size));
  while (errors.length < size) {
    const first = errors.length;
    const count = Math.min(rows, size - first);
    const found = await read(first * size, count * size);
    for (let row = 0; row < count; row++) {
      const expected = copyValues(seed, set, (first + row) * size, size);
      errors.push(rowError(found.subarray(row * size, (row + 1) * size), expected));
    }
  }
  return errors;
}

export const copyCheck = (errors: readonly number[]): Check => outputCheck(errors, COPY_TOLERANCE);

export const copyComparison = (
  of: 'outputs after the loop' | 'outputs of altered inputs',
  errors: readonly number[],
): Comparison => rowsComparison(of, errors, COPY_TOLERANCE);
