import { expect, test } from 'vitest';
import { matmulTolerance } from '../../data/derive/rounding.ts';
import { matrixValues } from './matmul.ts';
import { rowSumErrors } from './product-sums.ts';

const SIZE = 48;
const [left, right] = [matrixValues(7, 3, 0, SIZE), matrixValues(7, 3, 1, SIZE)] as const;

function product(): Float32Array {
  const values = new Float32Array(SIZE * SIZE);
  for (let row = 0; row < SIZE; row++)
    for (let column = 0; column < SIZE; column++)
      for (let k = 0; k < SIZE; k++)
        values[row * SIZE + column]! += left[row * SIZE + k]! * right[k * SIZE + column]!;
  return values;
}

const errorsOf = (values: Float32Array) =>
  rowSumErrors(7, 3, [left, right], async (first, count) =>
    values.subarray(first * SIZE, (first + count) * SIZE),
  );

test('float32 passes in every row; a row, or one element of it, that is left out does not', async () => {
  const tolerance = matmulTolerance('float32', SIZE);
  const right = await errorsOf(product());
  expect(right).toHaveLength(SIZE);
  expect(Math.max(...right)).toBeLessThan(tolerance);
  for (const [from, to] of [
    [30 * SIZE, 31 * SIZE],
    [17 * SIZE + 5, 17 * SIZE + 6],
  ] as const) {
    const found = await errorsOf(product().fill(0, from, to));
    expect(found.flatMap((error, row) => (error > tolerance ? [row] : []))).toEqual([
      Math.floor(from / SIZE),
    ]);
  }
  expect(await errorsOf(product().fill(Number.NaN, 0, 1))).toContain(Number.POSITIVE_INFINITY);
});
