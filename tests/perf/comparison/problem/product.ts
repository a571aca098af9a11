/** @file The product of two matrices. */
import { matmulTolerance } from '../../../../data/derive/rounding.ts';
import { pick } from './pick.ts';
import type { Definition, ProductProblem } from './problem.ts';

const CHECKED_ROWS = 3;

/** The most columns that are checked, because a row of a deep product takes depth x columns multiplications. */
const CHECKED_COLUMNS = 64;

function expectedRow(
  { rows, columns, depth, leftTransposed }: ProductProblem,
  [left, right]: readonly Float32Array[],
  row: number,
) {
  const values = new Float64Array(Math.min(columns, CHECKED_COLUMNS));
  for (let k = 0; k < depth; k++) {
    const factor = left![leftTransposed ? k * rows + row : row * depth + k]!;
    for (let j = 0; j < values.length; j++) values[j]! += factor * right![k * columns + j]!;
  }
  return { first: row * columns, values };
}

export const product: Definition<ProductProblem> = {
  operandShapes: ({ rows, columns, depth, leftTransposed }) => [
    leftTransposed ? [depth, rows] : [rows, depth],
    [depth, columns],
  ],
  flops: ({ rows, columns, depth }) => 2 * rows * columns * depth,
  expectedRows: (problem, operands) =>
    pick(CHECKED_ROWS, problem.rows).map((row) => expectedRow(problem, operands, row)),
  tolerance: ({ type, depth }) => matmulTolerance(type, depth),
  title: ({ rows, columns, depth, type }) => `${type} ${rows} x ${depth} x ${columns}`,
};
