/**
 * @file Checks every row of a product at little cost: C s = A (B s) for a vector s of random signs, as Freivalds' algorithm
 * does (MFCS 1979). A row that was left out has another sum with certainty, one wrong element by its whole size. Pure.
 */
import { SUM_STREAM, signs, streamKey } from '../models/generator.ts';

/** Values of a product that are read at once. */
const BLOCK = 1 << 22;

type Matrix = Float32Array;

/** Row-major [size, size] times a vector. */
function timesVector(matrix: Matrix, vector: Float64Array): Float64Array {
  const size = vector.length;
  const sums = new Float64Array(matrix.length / size);
  for (let row = 0, at = 0; row < sums.length; row++) {
    let sum = 0;
    for (let column = 0; column < size; column++) sum += matrix[at++]! * vector[column]!;
    sums[row] = sum;
  }
  return sums;
}

/**
 * The error of each row of the product of set `set`. Sums of signs grow as the square root of the size, as the elements
 * do, so |found - expected| / size is comparable with the error of an element relative to the largest of its row.
 * @param read Reads rows of the product.
 */
export async function rowSumErrors(
  seed: number,
  set: number,
  [left, right]: readonly [Matrix, Matrix],
  read: (first: number, count: number) => Promise<Matrix>,
): Promise<number[]> {
  const size = Math.sqrt(left.length);
  const vector = signs(streamKey(seed, SUM_STREAM + set), size);
  const expected = timesVector(left, timesVector(right, vector));
  const rows = Math.max(1, Math.floor(BLOCK / size));
  const errors: number[] = [];
  for (let first = 0; first < size; first += rows) {
    const found = timesVector(await read(first, Math.min(rows, size - first)), vector);
    found.forEach((sum, row) => {
      const error = Math.abs(sum - expected[first + row]!) / size;
      errors.push(Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
    });
  }
  return errors;
}
