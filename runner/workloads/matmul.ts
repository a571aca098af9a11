/** @file The product of two square matrices, which shows the highest arithmetic rate of a device. */
import { bits, MATRIX_STREAM, streamKey, uniform, uniformArray } from '../models/generator.ts';
import type { MatMulWorkload } from './workload.ts';

export const workload: MatMulWorkload = {
  kind: 'matmul',
  id: 'matmul',
  modes: ['op'],
  recipes: ['naive', 'optimized'],
  dtypes: ['float32', 'tf32', 'float16', 'bfloat16'],
  firstPreset: 'smoke',
  priority: 9,
};

/** Number of matrix pairs multiplied in turn, so that no cache holds the operands of the next product. */
export const MATRIX_SETS = 3;

/** Rows per product that are recomputed in float64. */
const CHECKED_ROWS = 8;

const matrixKey = (seed: number, set: number, side: 0 | 1): number =>
  streamKey(seed, MATRIX_STREAM + 2 * set + side);

/** Row-major [size, size] with values uniform in [-1, 1): side 0 is the left operand of set `set`, side 1 the right. */
export const matrixValues = (
  seed: number,
  set: number,
  side: 0 | 1,
  size: number,
): Float32Array<ArrayBuffer> => uniformArray(matrixKey(seed, set, side), size * size, 1);

/** The rows of a product to check. Drawn from the seed, so the same on every engine. */
export function checkedRows(seed: number, set: number, size: number): number[] {
  const key = streamKey(seed, MATRIX_STREAM - 1 - set);
  return Array.from({ length: Math.min(CHECKED_ROWS, size) }, (_, i) => bits(key, i) % size);
}

/** Rows of a product in float64, computed from the hash without a copy of the matrices. */
export function referenceRows(
  seed: number,
  set: number,
  size: number,
  rows: readonly number[],
): Float64Array[] {
  const left = matrixKey(seed, set, 0);
  const right = matrixKey(seed, set, 1);
  const sums = rows.map(() => new Float64Array(size));
  const row = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    for (let j = 0; j < size; j++) row[j] = 2 * uniform(right, k * size + j) - 1;
    rows.forEach((i, at) => {
      const factor = 2 * uniform(left, i * size + k) - 1;
      const sum = sums[at]!;
      for (let j = 0; j < size; j++) sum[j]! += factor * row[j]!;
    });
  }
  return sums;
}
